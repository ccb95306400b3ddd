"""The function ``gate_reply``."""
