"""The shop's knowledge: documents, and the passages of them that a search returns."""

import functools
import hashlib
import operator
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from firstcontact.record import Record

Audience = Literal["public", "agents"]
Kind = Literal["article", "ticket"]
MAX_ID_CHARS, MAX_URL_CHARS, MAX_TITLE_CHARS = 512, 2048, 1000  # characters
MAX_TAGS = 256


def in_utc(moment: datetime) -> datetime:
    """A moment in UTC; one without a zone is taken as UTC. ``ValueError`` outside the years 1 to 9999."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("in UTC it is outside the years 1 to 9999") from None


Moment = Annotated[datetime, AfterValidator(in_utc)]
Tag = Annotated[str, StringConstraints(max_length=256)]
Title = Annotated[str, AfterValidator(lambda title: title[:MAX_TITLE_CHARS])]


class Document(Record):
    """One whole article or solved ticket.

    ``language`` is ISO 639, empty if unknown; ``source`` names the file it was read from. Fields are limited in
    length, because a term longer than an index can store would abort the ingestion; a longer title is cut.
    """

    id: str = Field(min_length=1, max_length=MAX_ID_CHARS)
    text: str = Field(min_length=1)
    title: Title = ""
    url: str = Field(default="", max_length=MAX_URL_CHARS)
    updated_at: Moment | None = None
    tags: tuple[Tag, ...] = Field(default=(), max_length=MAX_TAGS)
    tenant: str = Field(default="default", min_length=1, max_length=128)
    audience: Audience = "public"
    kind: Kind = "article"
    language: str = Field(default="", max_length=3)
    source: str = Field(default="", max_length=4096)

    @property
    def digest(self) -> bytes:
        """The SHA-256 of all fields: a document that did not change has the same digest."""
        return hashlib.sha256(self.model_dump_json().encode()).digest()


class Tally(Record):
    """The documents of one source: how many there are, and a checksum that does not depend on their order."""

    documents: int = 0
    checksum: str = "0"

    @classmethod
    def of(cls, digests: Iterable[bytes]) -> Self:
        """The tally of documents with these digests."""
        held = list(digests)
        total = functools.reduce(operator.xor, (int.from_bytes(digest, "big") for digest in held), 0)
        return cls(documents=len(held), checksum=f"{total:x}")


class Filter(Record):
    """Which documents a search may return: those of one tenant that the audience may see.

    ``language`` excludes documents known to be in another language; ``since`` excludes older and undated ones.
    """

    tenant: str = "default"
    audience: str = "public"
    kind: Kind | None = None
    language: str = ""
    since: Moment | None = None

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """The audiences whose documents pass; an unknown audience sees what customers see."""
        return ("public", "agents") if self.audience == "agents" else ("public",)

    def passes(self, document: Document) -> bool:
        """Whether a document may be returned; each index implements the same rule in its own way."""
        return (
            document.tenant == self.tenant
            and document.audience in self.audiences
            and self.kind in (None, document.kind)
            and (not self.language or document.language in ("", self.language))
            and (self.since is None or (document.updated_at is not None and document.updated_at >= self.since))
        )


EVERYTHING = Filter()  # all that customers may see


class Passage(Record):
    """A piece of a document found for a question.

    ``score`` is the fused rank score (higher is better, comparable within one search only);
    ``cosine`` is the similarity to the question in [-1, 1].
    """

    document_id: str
    title: str
    url: str
    text: str
    score: float
    cosine: float
    kind: Kind = "article"
    updated_at: Moment | None = None


class Source(Record):
    """A document that a reply cites, in the form customers see."""

    document_id: str
    title: str
    url: str
    updated_at: Moment | None = None
