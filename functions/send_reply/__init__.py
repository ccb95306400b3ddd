"""The function ``send_reply``."""
