"""What a check of a folder finds: faults, each with its file, its line and its remedy, and notes."""

import difflib
from collections.abc import Iterable

from firstcontact.record import Record

MAX_FAULTS_PER_FILE = 100
_SIMILARITY = 0.6  # difflib ratio from which a name is likely meant


class Fault(Record):
    """Something that cannot be right. ``line`` is 0 where a fault belongs to no line; the message has the remedy."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class Note(Fault):
    """Something worth knowing that stops nothing."""


class Findings:
    """Collects faults and notes while files are read, so that one check names them all."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.notes: list[Note] = []

    @property
    def faults(self) -> list[Fault]:
        """The faults by file and line, of each file the first hundred."""
        files = dict.fromkeys(fault.file for fault in self._faults)
        return [fault for file in files for fault in self._first_of(file)]

    def fault(self, file: str, line: int, message: str) -> None:
        """Add a fault; a repetition is left out."""
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
    """The known name that was likely meant, or None."""
    by_lower = {one.lower(): one for one in known}
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=similarity)
    return by_lower[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The remedy for an unknown name: the nearest known one, else all of them."""
    names = sorted(known)
    if meant := nearest(name, names):
        return f"did you mean `{meant}`?"
    return f"use one of {', '.join(names)}" if names else "delete it"


def unknown_key(key: str, known: Iterable[str]) -> str:
    """The message for a key that is not known."""
    return f"unknown key `{key}`: {did_you_mean(key, known)}"
