"""Files of documents: their versions, labels and what became of each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ConfigDict, Field

from firstcontact.knowledge.records import Audience, Tally
from firstcontact.record import Record

# How keys in the knowledge bucket begin: files of documents, a report on each, the published index.
DOCUMENTS, REPORTS, INDEX = "documents/", "reports/", "index/"


class Labels(Record):
    """What is said of a file whose documents do not say it: who may read them. Other labels are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    audience: Audience | None = None


class FileVersion(NamedTuple):
    """A file as it was seen: what tells its content from others, "" where there was none, and its labels."""

    etag: str = ""
    labels: Mapping[str, str] = MappingProxyType({})

    @property
    def version(self) -> str:
        """What tells it from a file of other content or with other labels; "" for none."""
        return ";".join((self.etag, *self._said()))

    def labelled_as(self, version: str) -> bool:
        """Whether an earlier version had the same labels."""
        return version.split(";")[1:] == self._said()

    def _said(self) -> list[str]:
        return [f"{name}={self.labels[name]}" for name in Labels.model_fields if name in self.labels]


class FileReport(Record):
    """What became of a file: its version, what was read, and each fault or note; empty of one that is gone.

    ``behind`` names the files that gave a document of the same id, which are read again when this one goes.
    """

    file: str
    version: str
    read: Tally = Tally()
    found: tuple[dict[str, str], ...] = ()
    behind: tuple[str, ...] = ()


class Prefix(Record):
    """Which files, by how their keys begin."""

    prefix: str = Field(min_length=1, max_length=1024)


class Totals(Record):
    """How much was read from how many files, and how many faults and notes there were."""

    files: int
    documents: int
    found: int
