"""Fresh fakes for every test, and no network."""

import pytest
from hypothesis import settings

from tests.fakes import FakeServices
from tests.offline import refuse_sockets
from tests.ticking import tick

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


@pytest.fixture(autouse=True)
def _offline_and_ticking(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_sockets(monkeypatch)
    tick(monkeypatch)


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()
