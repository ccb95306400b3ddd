"""Implementations of the ports on AWS services."""
