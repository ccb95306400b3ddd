"""The loader gives every kind of system a secret for its sandbox, under the name that the shop chose."""

import json

import httpx
import pytest
from firstcontact.connectors import KINDS, of_kind

from infra.local.loader import systems
from infra.logical_id import logical_id
from tests.fakes.secrets_manager import FakeSecrets

OUTPUTS = {f"{logical_id(kind)}SecretArn": f"arn:{kind}" for kind in KINDS} | {
    "ChosenConnectors": ",".join(f"{kind}={of_kind(kind)[0].vendor}" for kind in KINDS),
    "OrdersSecretArn": "acme/orders",
}


def test_a_named_secret_is_created_and_filled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = FakeSecrets(*(arn for arn in OUTPUTS.values() if arn.startswith("arn:")))
    monkeypatch.setattr(systems, "client", lambda *_: secrets)
    monkeypatch.setattr(httpx, "put", lambda *_, **__: httpx.Response(200, request=httpx.Request("PUT", "http://x")))
    for sandbox in ("http://first", "http://second"):
        systems.connect(OUTPUTS, "http://emulator", sandbox, "http://api")
        urls = {name: json.loads(content)["base_url"] for name, content in secrets.kept.items()}
        assert urls["acme/orders"] == f"{sandbox}/shopfront"
        assert urls.keys() == {"acme/orders", *(f"arn:{kind}" for kind in KINDS if kind != "orders")}
