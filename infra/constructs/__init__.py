"""The parts the stacks are built from; each hands out a permission together with the variable that needs it."""
