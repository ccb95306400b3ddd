"""Measurements: CPU time and ratios beside wall time. Only what they share is tested here."""
