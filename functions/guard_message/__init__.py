"""The function ``guard_message``."""
