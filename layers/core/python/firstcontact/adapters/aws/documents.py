"""The files of documents in S3, and a report on each in the same bucket."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryFile
from typing import IO

from botocore.exceptions import ClientError

from firstcontact.adapters.aws.clients import client, code, unavailable
from firstcontact.adapters.aws.objects import CHANGED, CHUNK, MISSING, etag_in, head, missing_as
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound
from firstcontact.knowledge.files import REPORTS, FileReport, FileVersion


class S3Documents:
    """Implements ``DocumentFiles``; a file's labels are its user-defined metadata in S3."""

    def __init__(self, bucket: str, meter: Metering) -> None:
        self._bucket, self._meter = bucket, meter

    def look(self, key: str) -> FileVersion:
        with unavailable("the metadata of a document file could not be read"):
            self._meter.add("s3.get_requests", 1)
            try:
                found = head(self._bucket, key)
            except NotFound:
                return FileVersion()
        return FileVersion(etag_in(found), found["Metadata"])

    @contextmanager
    def open(self, key: str, etag: str) -> Iterator[IO[bytes]]:
        # Download to disk first: a line can then be read in one step, and the connection is not kept open meanwhile.
        with ExitStack() as held:
            with unavailable("a document file could not be read"):
                file = held.enter_context(TemporaryFile())
                self._meter.add("s3.get_requests", 1)
                gone = NotFound("the file no longer exists in this version", code="file_not_found")
                with missing_as(gone, {*MISSING, *CHANGED}):
                    body = client("s3").get_object(Bucket=self._bucket, Key=key, IfMatch=etag)["Body"]
                shutil.copyfileobj(body, file, CHUNK)
                file.seek(0)
            yield file

    def reported(self, key: str) -> FileReport | None:
        with unavailable("a report could not be read"):
            self._meter.add("s3.get_requests", 1)
            try:
                return self._report(f"{REPORTS}{key}.json")
            except ClientError as error:
                if code(error) not in MISSING:
                    raise
                return None

    def report(self, report: FileReport) -> None:
        with unavailable("a report could not be stored"):
            self._meter.add("s3.put_requests", 1)
            client("s3").put_object(
                Bucket=self._bucket,
                Key=f"{REPORTS}{report.file}.json",
                Body=report.model_dump_json(indent=1).encode(),
                ContentType="application/json",
            )

    def reports(self, prefix: str) -> Iterator[FileReport]:
        pages = client("s3").get_paginator("list_objects_v2")
        with unavailable("the reports could not be read"):
            for page in pages.paginate(Bucket=self._bucket, Prefix=f"{REPORTS}{prefix}"):
                for listed in page.get("Contents", ()):
                    self._meter.add("s3.get_requests", 1)
                    yield self._report(listed["Key"])

    def _report(self, key: str) -> FileReport:
        return FileReport.model_validate_json(client("s3").get_object(Bucket=self._bucket, Key=key)["Body"].read())
