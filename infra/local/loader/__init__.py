"""Loads a shop's folder into the suite on a laptop."""
