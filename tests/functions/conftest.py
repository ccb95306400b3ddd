"""Fresh fakes for every test, and no network."""

import io
import logging
from collections.abc import Callable

import pytest
from firstcontact.telemetry import logger
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


@pytest.fixture
def written(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Gives everything that was said since it was last asked: log lines, and whatever was printed."""
    lines = io.StringIO()
    for handler in logging.getLogger(logger().name).handlers:
        monkeypatch.setattr(handler, "stream", lines)

    def said() -> str:
        printed = capfd.readouterr()
        text = lines.getvalue() + printed.out + printed.err
        lines.truncate(lines.seek(0))
        return text

    return said
