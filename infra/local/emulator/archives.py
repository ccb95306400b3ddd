"""Unpacks zipped functions and layers once, for all workers and across restarts.

Unpacking two hundred megabytes of wheels, and removing them, takes seconds; a folder named by its archive's digest
can be reused at the next start.
"""

import hashlib
import io
import shutil
import threading
import zipfile
from pathlib import Path


class ArchiveCache:
    """A cache of unpacked archives, by content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def unpack(self, archive: bytes) -> Path:
        """Return the folder with the archive's content, unpacking it if necessary."""
        tree = self._folder / hashlib.sha256(archive).hexdigest()
        with self._lock:
            if not tree.is_dir():
                unfinished = tree.with_suffix(".partial")
                shutil.rmtree(unfinished, ignore_errors=True)
                _extract(archive, unfinished)
                unfinished.rename(tree)
        return tree

    def keep_only(self, digests: set[str]) -> None:
        """Remove all folders except those of these archives."""
        for tree in self._folder.glob("*"):
            if tree.name not in digests:
                shutil.rmtree(tree, ignore_errors=True)


def _extract(archive: bytes, into: Path) -> None:
    """Unpack an archive with its file modes."""
    into.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
        for entry in bundle.infolist():
            path = Path(bundle.extract(entry, into))
            mode = entry.external_attr >> 16
            if mode and path.is_file():
                path.chmod(mode & 0o777)
