"""The function ``take_action``."""
