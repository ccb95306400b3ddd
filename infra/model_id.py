"""The Bedrock models that write drafts unless a deployment names others."""

DEFAULT_MODEL = "amazon.nova-lite-v1:0"
STRONG_MODEL = "amazon.nova-pro-v1:0"
