"""OpenSearch for tests that need no node."""

import os
from collections.abc import Mapping
from types import SimpleNamespace

import pytest
from firstcontact.adapters.opensearch import bulk
from urllib3 import HTTPConnectionPool, HTTPResponse

from tests.adapters.opensearch.wire import Wire
from tests.offline import refuse_sockets


@pytest.fixture
def search_wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """What the client's requests go to in place of a socket; nobody waits, and AWS has given this machine a key."""
    wire = Wire()

    def send(
        _: HTTPConnectionPool, method: str, url: str, body: bytes | None, headers: Mapping[str, str], **__: object
    ) -> HTTPResponse:
        return wire.exchange(method, url, body, headers)

    refuse_sockets(monkeypatch)
    monkeypatch.setattr(HTTPConnectionPool, "urlopen", send)
    monkeypatch.setattr(bulk, "time", SimpleNamespace(sleep=wire.waited.append))
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    return wire
