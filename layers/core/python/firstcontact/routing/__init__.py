"""Who should take a message."""
