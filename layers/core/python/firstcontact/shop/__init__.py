"""Reads and validates a shop's folder, which holds everything that differs from one business to another."""
