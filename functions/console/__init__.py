"""The function ``console``."""
