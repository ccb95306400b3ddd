"""Decides whether a drafted reply may be sent without a person."""
