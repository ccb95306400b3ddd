"""First Contact: customer service that answers, acts once, and knows when to ask a person."""

__version__ = "0.1.0"
