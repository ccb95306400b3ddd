"""The function ``poll_tickets``."""
