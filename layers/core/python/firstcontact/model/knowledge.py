"""What the shop knows: documents, and the passages of them that a search brings back."""

import hashlib
from datetime import datetime
from typing import Literal

from pydantic import Field

from firstcontact.model.fact import Fact

Audience = Literal["public", "agents"]
Kind = Literal["article", "ticket"]


def visible_to(audience: str) -> tuple[Audience, ...]:
    """The audiences whose documents somebody may see; whoever is not known sees what customers see."""
    return ("public", "agents") if audience == "agents" else ("public",)


class Document(Fact):
    """One article or solved ticket, whole."""

    id: str = Field(min_length=1, max_length=512)
    text: str = Field(min_length=1)
    title: str = ""
    url: str = ""
    updated_at: datetime | None = None
    tags: tuple[str, ...] = ()
    tenant: str = "default"
    audience: Audience = "public"
    kind: Kind = "article"

    @property
    def digest(self) -> bytes:
        """Names everything the document says: one that did not change has the same (SHA-256)."""
        return hashlib.sha256(self.model_dump_json().encode()).digest()


class Passage(Fact):
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


class Source(Fact):
    """What a reply names as its ground, in the form customers see."""

    document_id: str
    title: str
    url: str
