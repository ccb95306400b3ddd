"""Writes to the published index: downloads it, changes it and publishes it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from botocore.exceptions import ClientError

from firstcontact.adapters.aws.clients import client, code, unavailable
from firstcontact.adapters.aws.objects import CHANGED, INDEX_KEY, fetch
from firstcontact.adapters.search.embedded import EmbeddedWriter, archive
from firstcontact.adapters.search.embedded.vectors import beside
from firstcontact.costs.ports import Metering
from firstcontact.errors import Conflict, NotFound
from firstcontact.knowledge.ports import KnowledgeWriter
from firstcontact.text.ports import Encoder

PATIENCE = 120.0  # seconds to wait for the response to an upload


class PublishedKnowledge:
    """Implements ``Knowledge``. No concurrent write is lost: an index replaces only the version it was made from."""

    def __init__(self, bucket: str, folder: Path, encoder: Encoder, meter: Metering) -> None:
        self._bucket, self._folder, self._encoder, self._meter = bucket, folder, encoder, meter

    @contextmanager
    def writing(self) -> Iterator[KnowledgeWriter]:
        with TemporaryDirectory(dir=self._folder) as scratch:
            index = Path(scratch) / "index.db"
            version = self._take_down(index)
            with EmbeddedWriter(index, self._encoder) as writer:
                yield writer
                if writer.changed:
                    fresh = Path(scratch) / "fresh.tar"
                    writer.publish(fresh)
                    self._put(fresh, version)

    def _take_down(self, index: Path) -> str:
        """Download and unpack the published index; returns its version, "" if none was published."""
        try:
            published = fetch(self._bucket, INDEX_KEY, self._folder, self._meter)
        except NotFound:
            return ""
        archive.extract(published, index, beside(index))
        return published.stem.split("-", 1)[1]

    def _put(self, fresh: Path, version: str) -> None:
        only = {"IfMatch": version} if version else {"IfNoneMatch": "*"}
        with unavailable("the index could not be published"), fresh.open("rb") as file:
            self._meter.add("s3.put_requests", 1)
            try:
                client("s3", read_timeout=PATIENCE).put_object(Bucket=self._bucket, Key=INDEX_KEY, Body=file, **only)
            except ClientError as error:
                if code(error) not in CHANGED:
                    raise
                raise Conflict("another process published the index at the same time", code="overtaken") from error
