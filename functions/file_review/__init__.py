"""The function ``file_review``."""
