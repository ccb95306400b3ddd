"""Builds the encoder's graph and trains the router's head; no code that serves customers imports this package."""
