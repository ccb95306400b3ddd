"""Objects in S3: claim photos, and what is published for running functions to pick up."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from botocore.exceptions import ClientError

from firstcontact.adapters.aws.clients import client, code, unavailable
from firstcontact.errors import NotFound, TooLarge
from firstcontact.model.claim import Upload
from firstcontact.ports import Metering

MAX_PHOTO_BYTES = 8 * 1024 * 1024
FORM_LIFETIME = 900  # seconds
MISSING = {"NoSuchKey", "404", "NotFound"}
CHANGED = {"PreconditionFailed", "ConditionalRequestConflict"}  # it is not, or not any more, as the request says
CHUNK = 1 << 20  # bytes
INDEX_KEY = "index/knowledge.tar"
ROUTER_KEY = "models/router.zip"


class S3Photos:
    """Fills ``PhotoStore`` with presigned form posts of pictures up to 8 MiB."""

    def __init__(self, bucket: str, meter: Metering) -> None:
        self._bucket, self._meter = bucket, meter

    def upload(self, key: str) -> Upload:
        with unavailable("no upload form could be made"):
            form = client("s3").generate_presigned_post(
                self._bucket,
                key,
                Fields={"Content-Type": "image/jpeg"},
                Conditions=[
                    ["content-length-range", 1, MAX_PHOTO_BYTES],
                    ["starts-with", "$Content-Type", "image/"],
                ],
                ExpiresIn=FORM_LIFETIME,
            )
        return Upload(url=form["url"], fields=form["fields"])

    def read(self, key: str) -> bytes:
        with unavailable("the photo could not be read"):
            try:
                answer = client("s3").get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if code(error) not in MISSING:
                    raise
                raise NotFound("there is no such photo", code="photo_not_found") from error
            self._meter.add("s3.get_requests", 1)
            if answer["ContentLength"] > MAX_PHOTO_BYTES:
                raise TooLarge("the photo is larger than 8 MiB", code="photo_too_large")
            return bytes(answer["Body"].read())


def fetch(bucket: str, key: str, folder: Path, meter: Metering) -> Path:
    """A published object as a local file named by its ETag, fetched only when it changed; older ones go.

    ``NotFound`` where nobody published it, ``Unavailable`` where it cannot be had.
    """
    name = PurePosixPath(key)
    with unavailable(f"{name.name} could not be read"):
        etag = etag_of(bucket, key)
        meter.add("s3.get_requests", 1)
        target = folder / f"{name.stem}-{etag}{name.suffix}"
        if target.exists():
            return target
        body = client("s3").get_object(Bucket=bucket, Key=key, IfMatch=etag)["Body"]
        meter.add("s3.get_requests", 1)
        with TemporaryDirectory(dir=folder) as scratch:
            fresh = Path(scratch) / target.name
            with fresh.open("wb") as file:
                for piece in body.iter_chunks(CHUNK):
                    file.write(piece)
            fresh.replace(target)
    for older in set(folder.glob(f"{name.stem}-*{name.suffix}")) - {target}:
        older.unlink(missing_ok=True)
    return target


def etag_of(bucket: str, key: str) -> str:
    """An object's version as S3 names it; ``NotFound`` where there is none."""
    return etag_in(head(bucket, key))


def etag_in(answer: Mapping[str, Any]) -> str:
    """The version in what S3 answers."""
    return str(answer["ETag"]).strip('"')


def head(bucket: str, key: str) -> Mapping[str, Any]:
    """What S3 says of an object; ``NotFound`` where there is none."""
    try:
        return dict(client("s3").head_object(Bucket=bucket, Key=key))
    except ClientError as error:
        if code(error) not in MISSING:
            raise
        raise NotFound(f"{key} is not published", code="not_published") from error
