"""Document files: their versions, labels and reports."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ConfigDict, Field

from firstcontact.knowledge.records import Audience, Tally
from firstcontact.record import Record

# How keys in the knowledge bucket begin: files of documents, a report on each, the published index.
DOCUMENTS, REPORTS, INDEX = "documents/", "reports/", "index/"


class Labels(Record):
    """A file's labels, for documents that do not set the field themselves: who may read them. Others are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    audience: Audience | None = None


class FileVersion(NamedTuple):
    """One version of a file: its ETag, which identifies the content ("" if there is no file), and its labels."""

    etag: str = ""
    labels: Mapping[str, str] = MappingProxyType({})

    @property
    def version(self) -> str:
        """Identifies the content and the labels; "" if there is no file."""
        return ";".join((self.etag, *self._said()))

    def labelled_as(self, version: str) -> bool:
        """Whether an earlier version had the same labels."""
        return version.split(";")[1:] == self._said()

    def _said(self) -> list[str]:
        return [f"{name}={self.labels[name]}" for name in Labels.model_fields if name in self.labels]


class FileReport(Record):
    """What became of a file: its version, what was read, and each fault or note; empty if the file is gone.

    ``behind`` names the files with a document that this file overrides by the same id; they are read again when
    documents of this file are removed.
    """

    file: str
    version: str
    read: Tally = Tally()
    found: tuple[dict[str, str], ...] = ()
    behind: tuple[str, ...] = ()


class Prefix(Record):
    """Selects files by the beginning of their keys."""

    prefix: str = Field(min_length=1, max_length=1024)


class Totals(Record):
    """How many files and documents were read, and how many faults and notes were found."""

    files: int
    documents: int
    found: int
