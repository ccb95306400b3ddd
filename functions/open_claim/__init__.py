"""The function ``open_claim``."""
