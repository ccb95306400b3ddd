"""The function ``draft_reply``."""
