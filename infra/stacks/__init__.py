"""The stacks: Data stores, Suite runs, Search indexes, Edge protects."""
