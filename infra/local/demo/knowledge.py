"""The demo shop's articles and solved tickets, published as the suite's knowledge index."""

import json
from collections.abc import Iterator
from pathlib import Path

import yaml
from firstcontact.adapters.aws.s3 import INDEX_KEY
from firstcontact.adapters.embedded.writer import EmbeddedWriter
from firstcontact.adapters.onnx import OnnxEncoder
from firstcontact.model.knowledge import Document

from infra.local.runner.clients import client

FOLDER = Path(__file__).resolve().parent


def documents() -> Iterator[Document]:
    """Every article and ticket."""
    for path in sorted((FOLDER / "articles").glob("*.md")):
        _, head, text = path.read_text().split("---\n", 2)
        yield Document(kind="article", text=text.strip(), **yaml.safe_load(head))
    for line in (FOLDER / "tickets.jsonl").read_text().splitlines():
        yield Document(kind="ticket", **json.loads(line))


def publish(bucket: str, endpoint: str, encoder: Path, file: Path) -> None:
    """Bring the local index up to date, then upload it if it changed; running functions pick it up."""
    published = file.with_suffix(".published")
    with EmbeddedWriter(file, OnnxEncoder(encoder)) as writer:
        writer.put(documents())
        writer.publish(published)
    client("s3", endpoint).upload_file(str(published), bucket, INDEX_KEY)
