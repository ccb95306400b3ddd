"""The results of checking a folder: faults, each with file, line and remedy, and notes."""

import difflib
from collections.abc import Iterable

from firstcontact.record import Record

MAX_FAULTS_PER_FILE = 100
_SIMILARITY = 0.6  # difflib ratio from which a name counts as a likely misspelling


class Fault(Record):
    """An error in a file. ``line`` is 0 if it belongs to no line; the message includes the remedy."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class Note(Fault):
    """A remark that does not make the folder invalid."""


class Findings:
    """Collects faults and notes while files are read, so that one check reports all of them."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.notes: list[Note] = []

    @property
    def faults(self) -> list[Fault]:
        """The faults sorted by line within each file, at most 100 per file."""
        files = dict.fromkeys(fault.file for fault in self._faults)
        return [fault for file in files for fault in self._first_of(file)]

    def fault(self, file: str, line: int, message: str) -> None:
        """Add a fault unless it was just added."""
        fault = Fault(file=file, line=line, message=message)
        if fault not in self._faults[-MAX_FAULTS_PER_FILE:]:
            self._faults.append(fault)

    def note(self, file: str, line: int, message: str) -> None:
        """Add a note."""
        self.notes.append(Note(file=file, line=line, message=message))

    def _first_of(self, file: str) -> list[Fault]:
        found = sorted((fault for fault in self._faults if fault.file == file), key=lambda fault: fault.line)
        more = len(found) - MAX_FAULTS_PER_FILE
        rest = f"{more} more faults: correct those above first"
        return found if more <= 0 else [*found[:MAX_FAULTS_PER_FILE], Fault(file=file, line=0, message=rest)]


def nearest(name: str, known: Iterable[str], similarity: float = _SIMILARITY) -> str | None:
    """The known name most similar to ``name``, or None if none is similar enough."""
    by_lower = {one.lower(): one for one in known}
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=similarity)
    return by_lower[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The remedy for an unknown name: suggest the nearest known name, or list all of them."""
    names = sorted(known)
    if meant := nearest(name, names):
        return f"did you mean `{meant}`?"
    return f"use one of {', '.join(names)}" if names else "delete it"


def unknown_key(key: str, known: Iterable[str]) -> str:
    """The message for an unknown key."""
    return f"unknown key `{key}`: {did_you_mean(key, known)}"
