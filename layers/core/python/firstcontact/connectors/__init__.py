"""The business systems: shop, payments, carrier and help desk, each over its own HTTP API."""
