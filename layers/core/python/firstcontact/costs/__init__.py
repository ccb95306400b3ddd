"""What an invocation costs."""
