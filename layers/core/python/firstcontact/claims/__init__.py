"""Damage claims."""
