"""Ports filled by AWS services."""
