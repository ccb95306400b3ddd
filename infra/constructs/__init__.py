"""The constructs of the stacks; each grants a permission together with the environment variable that needs it."""
