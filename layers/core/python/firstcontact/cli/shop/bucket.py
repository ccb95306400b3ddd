"""The published shop in a suite's bucket: read it, replace it, find the version before."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from firstcontact.cli import local_suite
from firstcontact.cli.errors import CannotRun
from firstcontact.shop.published import PublishedShop

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def artifact_key(name: str, content: bytes, suffix: str) -> str:
    """The key of a model: it carries a hash of the content."""
    return f"models/{name}-{digest(content)}{suffix}"


def archive_key(content: bytes) -> str:
    """The key of an archive of articles and tickets."""
    return f"shop/documents-{digest(content)}.zip"


def digest(content: bytes) -> str:
    """A short name of some content."""
    return hashlib.sha256(content).hexdigest()[:12]


class ShopBucket:
    """A suite's bucket, as far as its shop is concerned. Every method raises ``CannotRun`` where AWS refuses."""

    def __init__(self, name: str, client: "S3Client") -> None:
        from firstcontact.adapters.aws.objects import SHOP_KEY

        self._key = SHOP_KEY
        self.name, self.client = name, client

    @classmethod
    def of_suite(cls, named: str | None) -> Self:
        """The bucket with this name, or the local suite's."""
        return cls(*local_suite.resource(named, "KnowledgeBucket", "s3"))

    def current(self) -> PublishedShop | None:
        """What is published now; None where nothing is."""
        with self._reaching():
            try:
                body = self.client.get_object(Bucket=self.name, Key=self._key)["Body"].read()
            except self.client.exceptions.NoSuchKey:
                return None
        return PublishedShop.model_validate_json(body)

    def get(self, key: str) -> bytes:
        """A file that belongs to a shop."""
        with self._reaching():
            return bytes(self.client.get_object(Bucket=self.name, Key=key)["Body"].read())

    def put(self, key: str, content: bytes) -> None:
        """Store a file that belongs to a shop. The key of a model carries a hash, so none is ever replaced."""
        with self._reaching():
            self.client.put_object(Bucket=self.name, Key=key, Body=content)

    def publish_artifact(self, name: str, content: bytes, suffix: str) -> str:
        """Store a model and make the published shop use it; returns its key."""
        key = artifact_key(name, content, suffix)
        self.put(key, content)
        self.change(lambda shop: shop.with_artifact(name, key))
        return key

    def switch(self, shop: PublishedShop) -> None:
        """Make a version the one that functions use: one object, replaced in one step."""
        with self._reaching():
            self.client.put_object(Bucket=self.name, Key=self._key, Body=shop.model_dump_json().encode())

    def change(self, update: Callable[[PublishedShop], PublishedShop]) -> PublishedShop:
        """Publish a changed version of what is published."""
        shop = self.current()
        if shop is None:
            raise CannotRun("no shop is published yet (publish one first: firstcontact shop publish DIR)")
        changed = update(shop)
        self.switch(changed)
        return changed

    def earlier(self) -> PublishedShop | None:
        """The newest version before the current one that differs from it; None if there is none."""
        current = self.current()
        with self._reaching():
            listed = self.client.list_object_versions(Bucket=self.name, Prefix=self._key)
            bodies = (self._body(one["VersionId"]) for one in listed.get("Versions", ()) if one["Key"] == self._key)
            shops = (PublishedShop.model_validate(json.loads(body)) for body in bodies)
            return next((shop for shop in shops if current is None or shop.version != current.version), None)

    def _body(self, version: str) -> bytes:
        content: Mapping[str, Any] = self.client.get_object(Bucket=self.name, Key=self._key, VersionId=version)
        return bytes(content["Body"].read())

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError) as error:
            raise CannotRun(f"{self.name} could not be reached: {error}") from error
