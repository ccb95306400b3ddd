"""The function ``zendesk_webhook``."""
