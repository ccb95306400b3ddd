"""Starts and stops the suite on a laptop, step by step, in one background session."""
