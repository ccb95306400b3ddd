"""Publishes a shop's knowledge as the suite's index."""

from pathlib import Path
from urllib.parse import quote, urlsplit

from firstcontact.adapters.aws.objects import INDEX_KEY
from firstcontact.adapters.models.onnx import OnnxEncoder
from firstcontact.adapters.search.embedded import EmbeddedWriter, drop
from firstcontact.errors import Unavailable
from firstcontact.knowledge.records import Document
from firstcontact.shop.documents import documents
from firstcontact.shop.shop import Shop
from firstcontact.text.ports import Encoder

from infra.local.runner.clients import client


def publish(shop: Shop, bucket: str, endpoint: str, encoder: Path, file: Path, console: str) -> None:
    """Update the local index and upload it; running functions load it automatically."""
    published = file.with_suffix(".tar")
    with writer(file, OnnxEncoder(encoder)) as index:
        index.put(linked(document, console) for document in documents(shop))
        index.publish(published)
    client("s3", endpoint).upload_file(str(published), bucket, INDEX_KEY)


def linked(document: Document, console: str) -> Document:
    """A document whose address opens: ``.example`` is reserved (RFC 2606), so the console serves those pages."""
    if not (urlsplit(document.url).hostname or "").endswith(".example"):
        return document
    return document.model_copy(update={"url": f"{console}/articles/{quote(document.id, safe='')}"})


def writer(file: Path, encoder: Encoder) -> EmbeddedWriter:
    """Open the index; it is dropped and rebuilt if another encoder or an earlier format created it."""
    try:
        return EmbeddedWriter(file, encoder)
    except Unavailable as error:
        if error.code not in ("other_encoder", "other_format"):
            raise
        drop(file)
        return EmbeddedWriter(file, encoder)
