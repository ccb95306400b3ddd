"""OpenSearch for tests: a wire without a node, and an index on a real one."""

import os
import uuid
from collections.abc import Iterator, Mapping
from types import SimpleNamespace

import pytest
from firstcontact.adapters.search.opensearch import OpenSearchWriter, bulk, drop, refresh, reindexing
from firstcontact.adapters.search.opensearch.connection import connect
from opensearchpy import NotFoundError, OpenSearch, RequestError
from urllib3 import HTTPConnectionPool, HTTPResponse

from tests.adapters.search.opensearch.traffic import ENCODER, STILL
from tests.adapters.search.opensearch.wire import Wire
from tests.offline import refuse_sockets


@pytest.fixture
def search_wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """What the client's requests go to in place of a socket; nobody waits, and AWS has given this machine a key."""
    wire = Wire()

    def send(
        _: HTTPConnectionPool,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        timeout: float | None = None,
        **__: object,
    ) -> HTTPResponse:
        return wire.exchange(method, url, body, headers, timeout)

    refuse_sockets(monkeypatch)
    monkeypatch.setattr(HTTPConnectionPool, "urlopen", send)
    monkeypatch.setattr(bulk, "time", SimpleNamespace(sleep=wire.waited.append))
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    return wire


@pytest.fixture
def node(opensearch: str, monkeypatch: pytest.MonkeyPatch) -> OpenSearch:
    """A client of a real node; nobody gives searches more time than they need here."""
    monkeypatch.setattr(reindexing, "GRACE", 0.5)
    return connect(opensearch)


@pytest.fixture
def late(opensearch: str, monkeypatch: pytest.MonkeyPatch) -> OpenSearch:
    """A client as Serverless has it: it can set nothing, and what was written shows when the server likes."""

    def refuse(*_: object, **__: object) -> None:
        raise NotFoundError(404, "", "")

    def refuse_setting(*_: object, **__: object) -> None:
        raise RequestError(400, "", "")

    client = connect(opensearch)
    monkeypatch.setattr(client.indices, "refresh", refuse)
    monkeypatch.setattr(client.indices, "put_settings", refuse_setting)
    monkeypatch.setattr(refresh, "DELAY", 2.5)
    return client


@pytest.fixture
def name(node: OpenSearch) -> Iterator[str]:
    """An index that holds what nobody touches; it goes with the test."""
    made = f"reindexed-{uuid.uuid4().hex}"
    with OpenSearchWriter(node, made, ENCODER) as writer:
        writer.put(STILL)
    yield made
    drop(node, made)
