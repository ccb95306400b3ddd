"""The kinds of business systems: one file per kind, with its records and its port."""
