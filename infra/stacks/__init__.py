"""The stacks: Store keeps, Suite works, Edge guards."""
