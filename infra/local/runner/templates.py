"""Synthesizes the templates with the CDK app; the latest sets are kept, one for each shop's models."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import REPOSITORY, Home
from layers.artifacts import files

_SOURCES = ("infra", "functions", "events")
_SINGLE_FILES = ("pyproject.toml", "requirements.lock")
_KEPT = 3  # a set with its assets takes 250 MB


def ensure_templates(home: Home, say: Callable[[str], None], secrets: str = "") -> Path:
    """The folder of the templates with the names of the shop's secrets; synthesized if they are not there."""
    folder = home.templates / _recipe(home, secrets)
    if folder.is_dir():
        say("unchanged")
    else:
        partial = home.templates / ".partial"
        shutil.rmtree(partial, ignore_errors=True)
        _synthesize(home, partial, secrets)
        partial.rename(folder)
        say("synthesized")
    folder.touch()
    _forget_oldest(home.templates)
    return folder


def _synthesize(home: Home, out: Path, secrets: str) -> None:
    out.mkdir(parents=True)
    command = [sys.executable, "-m", "infra.app", "--out", str(out), "--layers", str(home.layers)]
    command += ["--secrets", secrets] if secrets else []
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603
    log = home.logs / "templates.log"
    log.write_text(done.stdout + done.stderr)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise RunnerFailure(
            f"the templates could not be synthesized: {said[-1] if said else 'no reason given'} (see {log})"
        )


def _forget_oldest(store: Path) -> None:
    latest = sorted(store.iterdir(), key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in latest[_KEPT:]:
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def stacks(templates: Path) -> list[str]:
    """The stacks that a laptop deploys, in order."""
    named: list[str] = json.loads((templates / "laptop.json").read_text())["stacks"]
    return named


def _recipe(home: Home, secrets: str) -> str:
    """A hash of everything that can change a template: definitions, functions, layers, versions, secrets."""
    digest = hashlib.sha256((home.layers / "layers.json").read_bytes() + secrets.encode())
    local = REPOSITORY / "infra" / "local"
    paths = [path for source in _SOURCES for path in files(REPOSITORY / source) if not path.is_relative_to(local)]
    for path in [*paths, *(REPOSITORY / name for name in _SINGLE_FILES)]:
        digest.update(_name(path) + path.read_bytes())
    return digest.hexdigest()[:16]


def _name(path: Path) -> bytes:
    return path.relative_to(REPOSITORY).as_posix().encode() + b"\0"
