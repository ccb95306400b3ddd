"""Implementations of the ports; an adapter's name begins with its technology."""
