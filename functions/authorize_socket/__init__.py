"""The function ``authorize_socket``."""
