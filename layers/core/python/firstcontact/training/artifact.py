"""Writes artifacts: folders with a card that holds the hash of every file that readers may trust.

The card is written last, so a folder without a card is incomplete.
"""

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from firstcontact.errors import Invalid

FORMAT = 2
CARD = "card.json"


@contextlib.contextmanager
def fresh(out: Path) -> Iterator[Path]:
    """Yield a temporary folder to fill; its files are moved into ``out`` after all were written, the card last.

    Other files in ``out`` are left alone. ``Invalid`` if ``out`` cannot be created.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Invalid(f"cannot write to {out}: {error.strerror}", remedy="Name a folder.") from error
    with tempfile.TemporaryDirectory(dir=out, prefix=".unfinished-") as scratch:
        folder = Path(scratch)
        yield folder
        (out / CARD).unlink(missing_ok=True)
        for path in sorted(folder.iterdir(), key=lambda path: path.name == CARD):
            path.replace(out / path.name)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def name(content: object) -> str:
    """Name data by the hash of its content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def seal(folder: Path, card: Mapping[str, Any]) -> None:
    """Write the card with the hash of every file in the folder; call this after all files are written."""
    sealed = {"format": FORMAT, **card, "files": {path.name: digest(path) for path in sorted(folder.iterdir())}}
    (folder / CARD).write_text(json.dumps(sealed, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def carry(name: str, source: Path, target: Path) -> None:
    """Copy a file from one artifact's folder to another's."""
    shutil.copyfile(source / name, target / name)
