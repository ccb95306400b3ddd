"""The Bedrock model that writes drafts unless a deployment names another one."""

DEFAULT_MODEL = "amazon.nova-lite-v1:0"
