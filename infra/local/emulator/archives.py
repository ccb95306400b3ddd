"""Zipped functions and layers, unpacked once however many workers use them and however often the suite restarts.

Unpacking two hundred megabytes of wheels, and removing them again, takes seconds; a tree named by its archive's
digest is as good at the next start as it was at the last.
"""

import hashlib
import io
import shutil
import threading
import zipfile
from pathlib import Path


class ArchiveCache:
    """Unpacked archives by content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def unpack(self, archive: bytes) -> Path:
        """Return the folder that holds what the archive holds."""
        tree = self._folder / hashlib.sha256(archive).hexdigest()
        with self._lock:
            if not tree.is_dir():
                unfinished = tree.with_suffix(".partial")
                shutil.rmtree(unfinished, ignore_errors=True)
                _extract(archive, unfinished)
                unfinished.rename(tree)
        return tree

    def keep_only(self, digests: set[str]) -> None:
        """Remove every tree but those of these archives."""
        for tree in self._folder.glob("*"):
            if tree.name not in digests:
                shutil.rmtree(tree, ignore_errors=True)


def _extract(archive: bytes, into: Path) -> None:
    """Unpack with the modes that the archive gives."""
    into.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
        for entry in bundle.infolist():
            path = Path(bundle.extract(entry, into))
            mode = entry.external_attr >> 16
            if mode and path.is_file():
                path.chmod(mode & 0o777)
