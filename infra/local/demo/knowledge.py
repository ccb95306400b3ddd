"""The demo shop's articles and solved tickets, published as the suite's knowledge index."""

from collections.abc import Iterator
from pathlib import Path

from firstcontact.adapters.aws.s3 import INDEX_KEY
from firstcontact.adapters.embedded.writer import EmbeddedWriter
from firstcontact.adapters.onnx import OnnxEncoder
from firstcontact.documents import read
from firstcontact.model.knowledge import Document

from infra.local.runner.clients import client
from infra.local.runner.failure import RunnerFailure

FOLDER = Path(__file__).resolve().parent


def documents() -> Iterator[Document]:
    """Every article and ticket."""
    for path in (*sorted((FOLDER / "articles").glob("*.md")), FOLDER / "tickets.jsonl"):
        for document in read(path.name, path.read_bytes()):
            if not isinstance(document, Document):
                raise RunnerFailure(f"{path.name}: {document.error}")
            yield document


def publish(bucket: str, endpoint: str, encoder: Path, file: Path) -> None:
    """Bring the local index up to date and upload it; running functions pick it up."""
    published = file.with_suffix(".published")
    with EmbeddedWriter(file, OnnxEncoder(encoder)) as writer:
        writer.put(documents())
        writer.publish(published)
    client("s3", endpoint).upload_file(str(published), bucket, INDEX_KEY)
