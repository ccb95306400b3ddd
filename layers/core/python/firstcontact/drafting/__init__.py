"""Builds the language model's prompt and parses its answer."""
