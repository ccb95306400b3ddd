"""The files that templates refer to: zipped reproducibly and uploaded only if missing."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.local.emulator.settings import ACCOUNT, REGION

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_DAY_ONE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Asset:
    """A file or folder of an assembly, and the object that its template expects."""

    source: Path
    zipped: bool
    bucket: str
    key: str

    def content(self) -> bytes:
        """Return the bytes to upload."""
        return _bundle(self.source) if self.zipped else self.source.read_bytes()


def of_stack(assembly: Path, stack: str) -> Iterator[Asset]:
    """Read the assets of a stack from its manifest."""
    manifest: dict[str, Any] = json.loads((assembly / f"{stack}.assets.json").read_text())
    for file in manifest.get("files", {}).values():
        for place in file["destinations"].values():
            yield Asset(
                source=assembly / file["source"]["path"],
                zipped=file["source"]["packaging"] == "zip",
                bucket=place["bucketName"].replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION),
                key=place["objectKey"],
            )


def send_missing(assets: list[Asset], s3: "S3Client") -> int:
    """Upload what the bucket does not contain (an asset's key is derived from its content); return how many."""
    sent = 0
    for bucket in {asset.bucket for asset in assets}:
        s3.create_bucket(Bucket=bucket)
    for asset in assets:
        if not _is_held(asset, s3):
            s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=asset.content())
            sent += 1
    return sent


def drop_unused(assets: list[Asset], s3: "S3Client") -> None:
    """Remove the assets of earlier assemblies from the buckets of this one."""
    used = {(asset.bucket, asset.key) for asset in assets}
    for bucket in {asset.bucket for asset in assets}:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for held in page.get("Contents", []):
                if (bucket, held["Key"]) not in used:
                    s3.delete_object(Bucket=bucket, Key=held["Key"])


def _is_held(asset: Asset, s3: "S3Client") -> bool:
    try:
        s3.head_object(Bucket=asset.bucket, Key=asset.key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return False
        raise
    return True


def _bundle(folder: Path) -> bytes:
    """Zip without compression: it would save little for wheels and cost seconds on both sides."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as bundle:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _DAY_ONE)
                entry.external_attr = (0o755 if path.stat().st_mode & 0o100 else 0o644) << 16
                bundle.writestr(entry, path.read_bytes())
    return content.getvalue()
