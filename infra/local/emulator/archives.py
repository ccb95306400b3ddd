"""Zipped functions and layers, unpacked once however many workers use them."""

import hashlib
import io
import os
import shutil
import threading
import time
import zipfile
from pathlib import Path


class ArchiveCache:
    """Unpacked archives by content; the folder goes away with the emulator."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def unpack(self, archive: bytes) -> Path:
        """Return the folder that holds what the archive holds."""
        tree = self._folder / hashlib.sha256(archive).hexdigest()[:24]
        with self._lock:
            if not tree.is_dir():
                unfinished = tree.with_suffix(".partial")
                shutil.rmtree(unfinished, ignore_errors=True)
                _extract(archive, unfinished)
                unfinished.rename(tree)
        return tree

    def clear(self) -> None:
        """Remove everything that was unpacked."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _extract(archive: bytes, into: Path) -> None:
    """Unpack with the archive's own modes and dates, so that equal archives give equal trees."""
    into.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(archive)) as bundle:
        for entry in bundle.infolist():
            path = Path(bundle.extract(entry, into))
            mode = entry.external_attr >> 16
            if mode and path.is_file():
                path.chmod(mode & 0o777)
            stamp = time.mktime((*entry.date_time, 0, 0, -1))
            os.utime(path, (stamp, stamp))
