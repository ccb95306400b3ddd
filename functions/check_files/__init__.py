"""The function ``check_files``."""
