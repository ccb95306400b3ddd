"""The stacks: Data keeps, Suite works, Search finds, Edge guards."""
