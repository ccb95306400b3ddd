"""The function ``sweep_cases``."""
