"""Fixtures that tests of more than one folder share. The domain's tests get fresh fakes and no network."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from layers.models.sources import recipe_hash
from tests import built
from tests.fakes.services import FakeServices
from tests.offline import refuse_sockets
from tests.opensearch import node
from tests.ticking import tick

HERE = Path(__file__).parent
# Their tests open no socket, and every instant they see is later than the one before.
OFFLINE = frozenset(
    [
        "actions",
        "cases",
        "channels",
        "claims",
        "costs",
        "drafting",
        "functions",
        "gate",
        "guardrails",
        "identity",
        "knowledge",
        "reports",
        "resilience",
        "resolution",
        "review",
        "routing",
        "text",
        "test_idempotency.py",
    ]
)
# The command uses these models here, whatever a suite on this machine was last built with.
os.environ["FIRSTCONTACT_MODELS"] = str(built.BUILD / "models" / recipe_hash())
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


@pytest.fixture(autouse=True)
def _offline_and_ticking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.relative_to(HERE).parts[0] in OFFLINE:
        refuse_sockets(monkeypatch)
        tick(monkeypatch)


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture(scope="session")
def opensearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an OpenSearch node answers: the one that OPENSEARCH_URL names, else one of the tests' own."""
    named = os.environ.get("OPENSEARCH_URL")
    if named:
        yield named
        return
    with node.running(tmp_path_factory.mktemp("opensearch")) as (only,):
        yield only.url
