"""Zendesk: tickets and webhook signatures."""
