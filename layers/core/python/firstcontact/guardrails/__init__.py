"""Redaction of private data and signs of injection."""
