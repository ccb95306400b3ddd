"""The demo shop's knowledge: help articles, solved tickets, and chats that an agent solved or had to pass on."""

from collections.abc import Iterator
from pathlib import Path

from firstcontact.knowledge.readers import Fault, read
from firstcontact.knowledge.records import Document

from infra.local.runner.failure import RunnerFailure

FOLDER = Path(__file__).resolve().parent


def documents() -> Iterator[Document]:
    """Every article, ticket and chat."""
    for path in files():
        with path.open("rb") as file:
            for found in read(path.name, file):
                if isinstance(found, Fault):
                    raise RunnerFailure(f"{path.name}: {found.error}")
                if isinstance(found, Document):
                    yield found


def files() -> list[Path]:
    """Where they are written."""
    return [*sorted((FOLDER / "articles").glob("*.md")), FOLDER / "tickets.jsonl", FOLDER / "chats.jsonl"]
