"""The ways to reach a customer: chat, tickets."""
