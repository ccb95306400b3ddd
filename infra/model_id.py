"""The default Bedrock models for drafts."""

DEFAULT_MODEL = "amazon.nova-lite-v1:0"
STRONG_MODEL = "amazon.nova-pro-v1:0"
