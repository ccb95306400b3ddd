"""The models of this checkout, built once and shared by every test process."""

import sys
from functools import cache
from pathlib import Path

from infra.local.runner import lock
from layers import artifacts

BUILD = Path(__file__).resolve().parents[1] / ".local" / "build"


@cache
def models() -> Path:
    """A folder with ``encoder``, ``router`` and ``gate``, made by the recipe as it is now."""
    with lock.held(BUILD, wait=True):
        return artifacts.models(BUILD / "models", lambda line: print(line, file=sys.stderr))
