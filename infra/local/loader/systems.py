"""The sandbox business systems made known to the suite: its connector secrets, and the help desk's webhook."""

import json

import httpx

from infra.local.runner.clients import client
from infra.local.sandbox.credentials import SANDBOX_TOKENS

SECRETS = {
    "shop": "ShopSecretArn",
    "payments": "PaymentsSecretArn",
    "carrier": "CarrierSecretArn",
    "zendesk": "ZendeskSecretArn",
}


def connect(outputs: dict[str, str], endpoint: str, sandbox: str, api: str) -> None:
    """Write each connector's address and sign-in, and point the help desk's trigger at the suite."""
    secrets = client("secretsmanager", endpoint)
    for system, output in SECRETS.items():
        fields = {"base_url": f"{sandbox}/{system}", **SANDBOX_TOKENS[system]}
        secrets.put_secret_value(SecretId=outputs[output], SecretString=json.dumps(fields))
    webhook = {"url": f"{api}/v1/zendesk/webhooks", "secret": SANDBOX_TOKENS["zendesk"]["webhook_secret"]}
    httpx.put(f"{sandbox}/zendesk/_sandbox/webhook", json=webhook).raise_for_status()
