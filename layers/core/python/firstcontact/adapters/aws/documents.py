"""Documents' files in S3, and beside them the report on each."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from botocore.exceptions import ClientError

from firstcontact.adapters.aws.clients import client, code, unavailable
from firstcontact.adapters.aws.s3 import CHUNK, MISSING, etag_of
from firstcontact.errors import NotFound
from firstcontact.ports import Metering

REPORTS = "reports/"


class S3Documents:
    """Fills ``DocumentFiles``; the version of a file is its ETag."""

    def __init__(self, bucket: str, meter: Metering) -> None:
        self._bucket, self._meter = bucket, meter

    def version(self, key: str) -> str:
        with unavailable("a document's file could not be looked at"):
            self._meter.add("s3.get_requests", 1)
            try:
                return etag_of(self._bucket, key)
            except NotFound:
                return ""

    @contextmanager
    def open(self, key: str) -> Iterator[IO[bytes]]:
        # On the disk first: a line of it is then read in one step, and the connection is not held meanwhile.
        with TemporaryFile() as file:
            with unavailable("a document's file could not be read"):
                self._meter.add("s3.get_requests", 1)
                try:
                    body = client("s3").get_object(Bucket=self._bucket, Key=key)["Body"]
                except ClientError as error:
                    if code(error) not in MISSING:
                        raise
                    raise NotFound("there is no such file", code="file_not_found") from error
                shutil.copyfileobj(body, file, CHUNK)
            file.seek(0)
            yield file

    def report(self, key: str, report: Mapping[str, object]) -> None:
        with unavailable("a report could not be kept"):
            self._meter.add("s3.put_requests", 1)
            body = json.dumps(report, ensure_ascii=False, indent=1).encode()
            client("s3").put_object(
                Bucket=self._bucket, Key=f"{REPORTS}{key}.json", Body=body, ContentType="application/json"
            )
