"""Fresh fakes for every test, and no network."""

import pytest

from tests.fakes import FakeServices
from tests.offline import refuse_sockets


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_sockets(monkeypatch)


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()
