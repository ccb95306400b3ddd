"""The sandbox's fixed credentials by vendor, shared by the servers and the loader.

They are valid only for sandbox servers on this machine, so they are not secret.
"""

from firstcontact.connectors import Connector, of_kind

SANDBOX_TOKENS: dict[str, dict[str, str]] = {
    "shopfront": {"token": "sandbox-shop-token"},
    "stripe": {"key": "sk_sandbox_tidewire"},
    "parcel_tracker": {"token": "sandbox-kestrel-token"},
    "zendesk": {
        "email": "first-contact@tidewire.example",
        "token": "sandbox-zendesk-token",
        "webhook_secret": "sandbox-zendesk-webhook-secret",
    },
}


def sandbox_of(connector: Connector) -> str:
    """The sandbox system for a vendor: its own, or that of the first vendor of the same kind."""
    return connector.vendor if connector.vendor in SANDBOX_TOKENS else of_kind(connector.kind)[0].vendor


def sandbox_fields(connector: Connector, sandbox: str) -> dict[str, str]:
    """The fields of the secret with which a vendor's connector reaches the sandbox at this address."""
    system = sandbox_of(connector)
    return {"base_url": f"{sandbox}/{system}", **SANDBOX_TOKENS[system]}
