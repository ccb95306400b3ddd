"""The function ``retrieve_knowledge``."""
