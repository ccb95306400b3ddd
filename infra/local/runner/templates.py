"""Synthesizes the templates with the CDK app, only if something they depend on has changed."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import REPOSITORY, Home
from layers.artifacts import files

_SOURCES = ("infra", "functions", "events")
_SINGLE_FILES = ("pyproject.toml", "requirements.lock")


def ensure_templates(home: Home, secrets: str = "") -> bool:
    """Bring the templates up to date, with the names of the shop's secrets; return whether they were synthesized."""
    recipe, stamp = _recipe(home, secrets), home.templates / "recipe"
    if stamp.exists() and stamp.read_text() == recipe:
        return False
    shutil.rmtree(home.templates, ignore_errors=True)
    home.templates.mkdir(parents=True)
    command = [sys.executable, "-m", "infra.app", "--out", str(home.templates), "--layers", str(home.layers)]
    command += ["--secrets", secrets] if secrets else []
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603
    log = home.logs / "templates.log"
    log.write_text(done.stdout + done.stderr)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise RunnerFailure(
            f"the templates could not be synthesized: {said[-1] if said else 'no reason given'} (see {log})"
        )
    stamp.write_text(recipe)
    return True


def stacks(home: Home) -> list[str]:
    """The stacks that a laptop deploys, in order."""
    named: list[str] = json.loads((home.templates / "laptop.json").read_text())["stacks"]
    return named


def _recipe(home: Home, secrets: str) -> str:
    """A hash of everything that can change a template: definitions, functions, layers, versions, secrets."""
    digest = hashlib.sha256((home.layers / "layers.json").read_bytes() + secrets.encode())
    local = REPOSITORY / "infra" / "local"
    paths = [path for source in _SOURCES for path in files(REPOSITORY / source) if not path.is_relative_to(local)]
    for path in [*paths, *(REPOSITORY / name for name in _SINGLE_FILES)]:
        digest.update(_name(path) + path.read_bytes())
    return digest.hexdigest()


def _name(path: Path) -> bytes:
    return path.relative_to(REPOSITORY).as_posix().encode() + b"\0"
