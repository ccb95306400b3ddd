"""Kinds of business systems: one file a kind, its records and its port."""
