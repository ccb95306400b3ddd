"""The demo shop's knowledge: help articles, solved tickets, and chats that an agent solved or had to pass on."""

from collections.abc import Iterator
from pathlib import Path

from firstcontact.documents import read
from firstcontact.model.knowledge import Document

from infra.local.runner.failure import RunnerFailure

FOLDER = Path(__file__).resolve().parent


def documents() -> Iterator[Document]:
    """Every article, ticket and chat."""
    for path in files():
        for document in read(path.name, path.read_bytes()):
            if not isinstance(document, Document):
                raise RunnerFailure(f"{path.name}: {document.error}")
            yield document


def files() -> list[Path]:
    """Where they are written."""
    return [*sorted((FOLDER / "articles").glob("*.md")), FOLDER / "tickets.jsonl", FOLDER / "chats.jsonl"]
