"""A version of a shop, made from its folder and stored in a suite's bucket, ready to be switched to."""

from datetime import UTC, datetime
from pathlib import Path

from firstcontact.cli.shop.bucket import ShopBucket, digest
from firstcontact.cli.shop.documents import ARTIFACT
from firstcontact.cli.shop.models import CACHE, store_models
from firstcontact.progress import Progress
from firstcontact.shop.published import PublishedShop
from firstcontact.shop.shop import Shop


def store_version(
    shop: Shop,
    directory: Path,
    bucket: ShopBucket,
    progress: Progress,
    *,
    documents: str | None,
    cache: Path = CACHE,
) -> PublishedShop:
    """Store the models of a folder; functions use nothing of the version before ``bucket.switch``.

    ``documents`` is the key of the archive of its articles and tickets.
    """
    artifacts = store_models(shop, directory, bucket.put, progress, cache)
    if documents:
        artifacts[ARTIFACT] = documents
    return PublishedShop.of(shop, version_of(shop), artifacts)


def version_of(shop: Shop) -> str:
    """Names a version: the day, and a hash of everything that the folder says."""
    return f"{datetime.now(UTC):%Y-%m-%d}-{digest(shop.model_dump_json().encode())}"
