"""What a function writes to its log, for its tests to read."""

import io
import logging
from collections.abc import Callable

import pytest
from firstcontact.telemetry import logger


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
