"""A writer that tells each step it has finished, until somebody kills it."""

from multiprocessing.connection import Connection
from pathlib import Path

from firstcontact.adapters.search.embedded import EmbeddedWriter
from firstcontact.knowledge.records import Document

from tests.fakes.models import HashingEncoder

DOCUMENTS = 24
PUBLISHED_EVERY = 7


def text_at(step: int) -> str:
    """What a step writes: long enough for several passages."""
    return "\n\n".join(" ".join(f"word{step}of{part}no{number}" for number in range(40)) for part in range(3))


def document_at(step: int) -> Document:
    """The document that a step adds or replaces."""
    return Document(id=str(step % DOCUMENTS), text=text_at(step))


def write(index: Path, published: Path, start: int, finished: Connection) -> None:
    """Go on from a step: each puts a document, some publish the index; each is told when it is done."""
    with EmbeddedWriter(index, HashingEncoder()) as writer:
        step = start
        while True:
            writer.put([document_at(step)])
            finished.send(("put", step))
            if step % PUBLISHED_EVERY == 0:
                writer.publish(published)
                finished.send(("published", step))
            step += 1
