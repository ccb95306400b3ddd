"""Decides who handles a message."""
