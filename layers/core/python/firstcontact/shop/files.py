"""Reads files of a shop's folder within size limits; files outside of the folder are refused."""

import os
from collections.abc import Iterator
from pathlib import Path

from firstcontact.shop.findings import Findings

GATE, ENCODER_CHANGES = "models/gate.json", "models/encoder_changes.npz"
NO_GATE = (
    f"the built-in gate cannot judge what this encoder finds: add {GATE}, fitted with it (firstcontact gate "
    "calibrate), or delete the changes"
)
MIB = 2**20
MAX_TOML = MIB
MAX_JSON = 64 * MIB
MAX_LINES = 256 * MIB
_SKIPPED = (".git", "__pycache__", ".DS_Store")


class Folder:
    """The files of one directory; a file that cannot be read adds a fault and yields None."""

    def __init__(self, root: Path, findings: Findings) -> None:
        self.root = root
        self._real_root = root.resolve()
        self._findings = findings

    def has(self, name: str) -> bool:
        """Whether the name exists, readable or not."""
        return "\0" not in name and os.path.lexists(self.root / name)

    def bytes_of(self, name: str, largest: int) -> bytes | None:
        """The content of a file, at most ``largest`` bytes; None and a fault if it cannot be read."""
        path = self.root / name
        if fault := self._refusal(path):
            self._findings.fault(name, 0, fault)
            return None
        try:
            with path.open("rb") as file:
                content = file.read(largest + 1)
        except OSError as error:
            self._findings.fault(name, 0, f"cannot be read ({error.strerror}): check its permissions")
            return None
        if len(content) > largest:
            size = f"{largest // MIB} MiB" if largest >= MIB else f"{largest // 1024} KiB"
            self._findings.fault(name, 0, f"larger than {size}: make it smaller or split it")
            return None
        return content

    def text_of(self, name: str, largest: int) -> str | None:
        """The text of a UTF-8 file; if it is not UTF-8, the fault names the line of the first invalid byte."""
        content = self.bytes_of(name, largest)
        if content is None:
            return None
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._findings.fault(name, line_of(content, error.start), not_utf8(content, error.start))
            return None

    def names(self, directory: str, suffix: str = "") -> list[str]:
        """The relative names of a directory's files, without its subdirectories."""
        path = self.root / directory
        if not self.has(directory):
            return []
        if not path.is_dir() or not self._is_inside(path):
            self._findings.fault(directory, 0, "not a directory in this folder: make it a directory or delete it")
            return []
        found = sorted(path.iterdir())
        return [self._name(one) for one in found if one.suffix == suffix or not suffix]

    def walk(self, directory: str) -> Iterator[str]:
        """The relative names of all files below a directory; refuses links to directories, skips hidden files."""
        if not self.names(directory):
            return
        for place, directories, files in os.walk(self.root / directory):
            for name in sorted(directories):
                if (link := Path(place, name)).is_symlink():
                    self._findings.fault(self._name(link), 0, "a link to a directory: copy the files instead")
            directories[:] = sorted(name for name in directories if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith(".") and name not in _SKIPPED:
                    yield self._name(Path(place, name))

    def _refusal(self, path: Path) -> str | None:
        if not os.path.lexists(path):
            return "does not exist: check the name"
        if not self._is_inside(path):
            return "outside of the shop's folder: copy the file instead of linking to it"
        if not path.exists():
            return "a broken link: copy the file instead"
        return None if path.is_file() else "not a file: replace it with a file"

    def _is_inside(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self._real_root)
        except (OSError, RuntimeError):  # a loop of symbolic links
            return False

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def line_of(content: bytes, at: int) -> int:
    """The line number of a byte offset."""
    return content.count(b"\n", 0, at) + 1


def not_utf8(content: bytes, at: int) -> str:
    """The message for a byte that is not valid UTF-8."""
    return f"not UTF-8 (byte 0x{content[at]:02x}): save the file as UTF-8"
