"""Files of documents that arrive in a bucket: what is told of them, and what became of each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ConfigDict, Field, model_validator

from firstcontact.model.fact import Record
from firstcontact.model.knowledge import Audience, Tally


class _Told(Record):
    """AWS may tell more than is read here."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class _Object(_Told):
    key: str = Field(min_length=1, max_length=1024)


class _Detail(_Told):
    object: _Object


class ObjectEvent(_Told):
    """An object was created, replaced or deleted.

    Which of these is not taken from the event: events may come twice and in any order, so whoever reads one looks at
    the object as it is now.
    """

    detail: _Detail

    @property
    def key(self) -> str:
        """The object's key."""
        return self.detail.object.key


class _Listed(_Told):
    key: str = Field(alias="Key", min_length=1, max_length=1024)


class ObjectBatch(_Told):
    """Objects that a distributed map listed; one alone where it does not batch."""

    items: tuple[_Listed, ...] = Field(alias="Items", min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, given: Any) -> Any:
        return {"Items": [given]} if isinstance(given, dict) and "Key" in given else given

    @property
    def keys(self) -> tuple[str, ...]:
        """The objects' keys."""
        return tuple(item.key for item in self.items)


class Labels(_Told):
    """What is said of a file whose documents do not say it themselves: who may read them."""

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
