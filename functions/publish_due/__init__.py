"""The function ``publish_due``."""
