"""The function ``verify_claim``."""
