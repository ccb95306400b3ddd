"""Measurements: CPU time and ratios beside wall time. Nothing here is a test."""
