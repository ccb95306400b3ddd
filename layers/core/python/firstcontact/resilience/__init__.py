"""Limits what slow and failing vendors can do to the suite: a budget per invocation, a circuit breaker per vendor."""
