"""Finds regular expressions whose time grows faster than their text."""
