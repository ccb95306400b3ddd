"""The functions' interpreter: bare, so that a missing package fails here as it would in AWS."""

import hashlib
import shutil
import sys
import venv
from pathlib import Path

from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import REPOSITORY, Home
from layers import wheels

_LIST = REPOSITORY / "infra" / "local" / "worker.txt"


def ensure_worker(home: Home) -> Path:
    """Return the workers' interpreter, creating its environment if it is missing or its list has changed."""
    python = home.worker / "bin" / "python"
    stamp = home.worker / "stamp"
    recipe = hashlib.sha256(_LIST.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == recipe and python.exists():
        return python
    shutil.rmtree(home.worker, ignore_errors=True)
    venv.create(home.worker, with_pip=False, symlinks=True)
    try:
        wheels.install(_LIST, python=python)
    except wheels.BuildFailure as failure:
        raise RunnerFailure(str(failure)) from failure
    stamp.write_text(recipe)
    return python
