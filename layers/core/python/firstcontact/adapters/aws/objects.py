"""Objects in S3, and what is published for running functions to pick up."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from botocore.exceptions import ClientError

from firstcontact.adapters.aws.clients import client, code, unavailable
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound
from firstcontact.knowledge.files import INDEX

MISSING = {"NoSuchKey", "404", "NotFound"}
CHANGED = {"PreconditionFailed", "ConditionalRequestConflict"}  # it is not, or not any more, as the request says
CHUNK = 1 << 20  # bytes
INDEX_KEY = f"{INDEX}knowledge.tar"
ROUTER_KEY = "models/router.zip"


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
