"""The function ``report``."""
