"""Secrets Manager in memory."""

from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ClientError


class _NotFound(ClientError):
    def __init__(self) -> None:
        super().__init__({"Error": {"Code": "ResourceNotFoundException"}}, "DescribeSecret")


class FakeSecrets:
    """As much of a client as checking and filling secrets use; ``described`` has what DescribeSecret adds."""

    exceptions = SimpleNamespace(ResourceNotFoundException=_NotFound)

    def __init__(self, *names: str, refuses: str = "", **described: Any) -> None:
        self.kept = dict.fromkeys(names, "")
        self._described, self._refuses = described, refuses

    def describe_secret(self, **given: str) -> dict[str, Any]:
        if self._refuses:
            raise ClientError({"Error": {"Code": self._refuses}}, "DescribeSecret")
        self._must_exist(given["SecretId"])
        return {"Name": given["SecretId"], **self._described}

    def put_secret_value(self, **given: str) -> None:
        self._must_exist(given["SecretId"])
        self.kept[given["SecretId"]] = given["SecretString"]

    def create_secret(self, **given: str) -> None:
        assert given["Name"] not in self.kept
        self.kept[given["Name"]] = given["SecretString"]

    def _must_exist(self, name: str) -> None:
        if name not in self.kept:
            raise _NotFound
