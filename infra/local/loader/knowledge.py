"""Publishes a shop's knowledge as the suite's index, and as pages those articles that are not on the web."""

from pathlib import Path

from firstcontact.adapters.aws.objects import INDEX_KEY
from firstcontact.adapters.models.onnx import OnnxEncoder
from firstcontact.adapters.search.embedded import EmbeddedWriter, drop
from firstcontact.cli.shop.articles import article_pages, linked
from firstcontact.cli.shop.bucket import ShopBucket
from firstcontact.errors import Unavailable
from firstcontact.shop.documents import documents
from firstcontact.shop.shop import Shop
from firstcontact.text.ports import Encoder


def publish(shop: Shop, bucket: ShopBucket, encoder: Path, file: Path, console: str) -> None:
    """Update the local index and upload it with the pages; running functions load it automatically."""
    published = file.with_suffix(".tar")
    with writer(file, OnnxEncoder(encoder)) as index:
        index.put(linked(document, console) for document in documents(shop))
        index.publish(published)
    for key, page in article_pages(shop):
        bucket.put(key, page)
    bucket.put(INDEX_KEY, published.read_bytes())


def writer(file: Path, encoder: Encoder) -> EmbeddedWriter:
    """Open the index; it is dropped and rebuilt if another encoder or an earlier format created it."""
    try:
        return EmbeddedWriter(file, encoder)
    except Unavailable as error:
        if error.code not in ("other_encoder", "other_format"):
            raise
        drop(file)
        return EmbeddedWriter(file, encoder)
