"""Connects the suite to the sandbox: the secret of each kind of system, and the help desk's webhook."""

import json

import httpx
from firstcontact.connectors import KINDS, choose

from infra.local.runner.clients import client
from infra.local.sandbox.credentials import SANDBOX_TOKENS, sandbox_fields
from infra.logical_id import logical_id


def connect(outputs: dict[str, str], endpoint: str, sandbox: str, api: str) -> None:
    """Write each connector's address and credentials, and set the help desk's trigger to call the suite."""
    secrets = client("secretsmanager", endpoint)
    for kind in KINDS:
        fields = sandbox_fields(choose(kind, outputs["ChosenConnectors"]), sandbox)
        secrets.put_secret_value(SecretId=outputs[f"{logical_id(kind)}SecretArn"], SecretString=json.dumps(fields))
    webhook = {"url": f"{api}/v1/zendesk/webhooks", "secret": SANDBOX_TOKENS["zendesk"]["webhook_secret"]}
    httpx.put(f"{sandbox}/zendesk/_sandbox/webhook", json=webhook).raise_for_status()
