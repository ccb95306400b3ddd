"""Moves cases on that would otherwise stay where a failure left them."""
