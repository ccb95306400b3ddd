"""The function ``route_intent``."""
