"""A published index as one file: a tar archive of the index file and its vectors, with the SHA-256 of each.

The vectors are read directly from the archive; only the index file is unpacked.
"""

import contextlib
import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

from firstcontact.adapters.search.index import unreadable
from firstcontact.errors import Unavailable

SUFFIX = ".tar"
CARD, INDEX, VECTORS = "card.json", "index.db", "index.vectors"


class Unpacked(NamedTuple):
    """An index file, and the file that holds its vectors, starting at ``offset`` (bytes)."""

    database: Path
    vectors: Path
    offset: int


def pack(files: Mapping[str, Path], target: Path) -> None:
    """Write files into an archive under these names; it appears at ``target`` in one step, complete or not at all."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    card = json.dumps({name: _hash_at(path) for name, path in files.items()}).encode()
    with unfinished.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            about = tarfile.TarInfo(CARD)
            about.size = len(card)
            archive.addfile(about, BytesIO(card))
            for name, path in files.items():
                archive.add(path, name)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)


def unpack(archive: Path) -> Unpacked:
    """Verify an archive and unpack its index file next to it; deletes the index files of earlier archives.

    ``Unavailable`` if the file is not such an archive, or was altered.
    """
    index = archive.with_suffix(".db")
    with _checked(archive) as packed:
        _lay_out(packed, INDEX, index)
        offset = packed.getmember(VECTORS).offset_data
    for older in set(archive.parent.glob(f"{archive.stem.split('-')[0]}-*.db")) - {index}:
        older.unlink(missing_ok=True)
    return Unpacked(index, archive, offset)


def extract(archive: Path, index: Path, vectors: Path) -> None:
    """Unpack both files to where they can be modified; ``Unavailable`` as for ``unpack``."""
    with _checked(archive) as packed:
        _lay_out(packed, VECTORS, vectors)
        _lay_out(packed, INDEX, index)


@contextlib.contextmanager
def _checked(archive: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(archive) as packed:
            hashes = json.loads(_member(packed, CARD).read())
            for name in (INDEX, VECTORS):
                if _hash(_member(packed, name)) != hashes[name]:
                    raise unreadable(archive.name, f"{name} differs from the published version")
            yield packed
    except OSError as error:
        why = f"{archive.name} could not be unpacked: {error.strerror}"
        raise Unavailable(
            why, code="index_not_accessible", remedy="Make sure that the disk has free space."
        ) from error
    except (tarfile.TarError, ValueError, KeyError) as error:
        raise unreadable(archive.name, error) from error


def _lay_out(packed: tarfile.TarFile, name: str, target: Path) -> None:
    # Each writer has a folder of its own: two that shared a file would replace the target by a half-written one.
    with TemporaryDirectory(dir=target.parent) as scratch:
        fresh = Path(scratch) / name
        with fresh.open("wb") as file:
            shutil.copyfileobj(_member(packed, name), file)
        fresh.replace(target)


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    found = archive.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def _hash(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _hash_at(path: Path) -> str:
    with path.open("rb") as file:
        return _hash(file)
