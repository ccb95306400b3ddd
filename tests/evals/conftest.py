"""The built models: those of this checkout, or built once for the session."""

import sys
from pathlib import Path

import pytest
from firstcontact.adapters.models.artifacts import folder
from firstcontact.errors import Unavailable

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def models() -> Path:
    """A folder that holds ``encoder``, ``router`` and ``gate``."""
    try:
        return folder("gate").parent
    except Unavailable:
        from layers import artifacts

        return artifacts.models(REPOSITORY / ".local" / "build" / "models", lambda line: print(line, file=sys.stderr))
