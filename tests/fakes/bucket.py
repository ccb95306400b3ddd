"""A versioned bucket in memory, behind which a suite reads each document file at once."""

import hashlib
import io
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError
from firstcontact.knowledge.files import DOCUMENTS, REPORTS, FileReport, FileVersion


class FakeBucket:
    """As much of an S3 client as publishing uses. ``unread`` has parts of keys that the suite cannot read."""

    exceptions = SimpleNamespace(NoSuchKey=KeyError)

    def __init__(self) -> None:
        self.versions: dict[str, list[bytes]] = {}
        self.unread: set[str] = set()
        self._labels: dict[str, dict[str, str]] = {}

    def keys(self, prefix: str = "") -> list[str]:
        return sorted(key for key, versions in self.versions.items() if versions[-1:] and key.startswith(prefix))

    def put_object(self, **given: Any) -> dict[str, str]:
        key, body = given["Key"], given["Body"]
        content = body if isinstance(body, bytes) else body.read()
        self.versions.setdefault(key, []).append(content)
        self._labels[key] = given.get("Metadata", {})
        etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
        self._ingest(key, FileVersion(etag, self._labels[key]).version)
        return {"ETag": f'"{etag}"'}

    def get_object(self, **given: Any) -> dict[str, Any]:
        versions = self.versions[given["Key"]]
        return {"Body": io.BytesIO(versions[int(given.get("VersionId", -1))])}

    def head_object(self, **given: Any) -> dict[str, Any]:
        if given["Key"] not in self._labels:
            raise ClientError({"Error": {"Code": "404"}}, "HeadObject")
        return {"Metadata": self._labels[given["Key"]]}

    def delete_object(self, **given: Any) -> None:
        del self.versions[given["Key"]]
        self._ingest(given["Key"], "")

    def list_object_versions(self, **given: Any) -> dict[str, Any]:
        return {
            "Versions": [
                {"Key": key, "VersionId": str(place)}
                for key in self.keys(given["Prefix"])
                for place in reversed(range(len(self.versions[key])))
            ]
        }

    def get_paginator(self, operation: str) -> "FakeBucket":
        assert operation == "list_objects_v2"
        return self

    def paginate(self, **given: Any) -> Iterator[dict[str, Any]]:
        yield {"Contents": [{"Key": key} for key in self.keys(given["Prefix"])]}

    def _ingest(self, key: str, version: str) -> None:
        if key.startswith(DOCUMENTS):
            fault = {"error": "it is broken"} if version and any(part in key for part in self.unread) else None
            report = FileReport(file=key, version=version, found=(fault,) if fault else ())
            self.versions[f"{REPORTS}{key}.json"] = [report.model_dump_json().encode()]
