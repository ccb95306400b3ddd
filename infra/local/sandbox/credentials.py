"""The sandbox's fixed sign-ins, in the one place that both the servers and the demo loader read.

They open nothing but sandbox servers on this machine, so they are no secrets.
"""

SANDBOX_TOKENS: dict[str, dict[str, str]] = {
    "shop": {"token": "sandbox-shop-token"},
    "payments": {"key": "sk_sandbox_tidewire"},
    "carrier": {"token": "sandbox-kestrel-token"},
    "zendesk": {
        "email": "first-contact@tidewire.example",
        "token": "sandbox-zendesk-token",
        "webhook_secret": "sandbox-zendesk-webhook-secret",
    },
}
