"""Objects in S3, and the ones that are published for running functions."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from botocore.exceptions import ClientError

from firstcontact.adapters.aws.clients import client, code, unavailable
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound
from firstcontact.knowledge.files import INDEX

MISSING = {"NoSuchKey", "404", "NotFound"}
CHANGED = {"PreconditionFailed", "ConditionalRequestConflict"}  # the object does not (any more) meet the condition
CHUNK = 1 << 20  # bytes
INDEX_KEY = f"{INDEX}knowledge.tar"
SHOP_KEY = "shop/shop.json"


def fetch(bucket: str, key: str, folder: Path, meter: Metering) -> Path:
    """A published object as a local file named after its ETag, downloaded only if it changed; deletes older files.

    ``NotFound`` if nothing was published, ``Unavailable`` if it cannot be downloaded.
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
    """An object's ETag, which identifies its version; ``NotFound`` if there is no such object."""
    return etag_in(head(bucket, key))


def etag_in(answer: Mapping[str, Any]) -> str:
    """The ETag in a response of S3, without quotes."""
    return str(answer["ETag"]).strip('"')


def head(bucket: str, key: str) -> Mapping[str, Any]:
    """S3's HeadObject response; ``NotFound`` if there is no such object."""
    with missing_as(NotFound(f"{key} is not published", code="not_published")):
        return dict(client("s3").head_object(Bucket=bucket, Key=key))


@contextmanager
def missing_as(failure: NotFound, codes: Collection[str] = MISSING) -> Iterator[None]:
    """Raise ``failure`` where S3 reports one of these error codes; other errors pass."""
    try:
        yield
    except ClientError as error:
        if code(error) not in codes:
            raise
        raise failure from error
