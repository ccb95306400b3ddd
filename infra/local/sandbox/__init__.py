"""Sandbox business systems: shop, payments, carrier and help desk, with the vendors' routes and persistent state."""
