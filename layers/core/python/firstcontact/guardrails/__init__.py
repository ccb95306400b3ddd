"""Redaction of private data and detection of prompt injection."""
