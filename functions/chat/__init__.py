"""The function ``chat``."""
