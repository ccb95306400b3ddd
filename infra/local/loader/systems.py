"""Connects the suite to the sandbox: the secret of each kind of system, and the help desk's webhook."""

import json
from typing import TYPE_CHECKING

import httpx
from firstcontact.connectors import KINDS, choose

from infra.local.runner.clients import client
from infra.local.sandbox.credentials import SANDBOX_TOKENS, sandbox_fields
from infra.logical_id import logical_id

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


def connect(outputs: dict[str, str], endpoint: str, sandbox: str, api: str) -> None:
    """Write each connector's address and credentials, and set the help desk's trigger to call the suite."""
    secrets: SecretsManagerClient = client("secretsmanager", endpoint)
    for kind in KINDS:
        fields = sandbox_fields(choose(kind, outputs["ChosenConnectors"]), sandbox)
        _fill(outputs[f"{logical_id(kind)}SecretArn"], json.dumps(fields), secrets)
    webhook = {"url": f"{api}/v1/zendesk/webhooks", "secret": SANDBOX_TOKENS["zendesk"]["webhook_secret"]}
    httpx.put(f"{sandbox}/zendesk/_sandbox/webhook", json=webhook).raise_for_status()


def _fill(secret: str, content: str, secrets: "SecretsManagerClient") -> None:
    """Write a secret; one that the shop names exists in the operator's account, so here it is created first."""
    try:
        secrets.put_secret_value(SecretId=secret, SecretString=content)
    except secrets.exceptions.ResourceNotFoundException:
        secrets.create_secret(Name=secret, SecretString=content)
