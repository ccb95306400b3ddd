"""Stands where OpenSearch's sockets would: keeps what the client sends, and answers as it was told to."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from urllib3 import HTTPResponse


class Sent(NamedTuple):
    """A request as it would have left this machine."""

    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]
    patience: float | None  # seconds, where it differs from the client's

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What a request of many parts is made of."""
        return [json.loads(line) for line in self.body.splitlines()]


class Wire:
    """Requests in the order they were sent, and what is still to be answered."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.waited: list[float] = []
        self._answers: list[tuple[int, object]] = []

    def answers(self, *contents: object, status: int = 200) -> None:
        """What the next requests are answered with."""
        self._answers += [(status, content) for content in contents]

    def exchange(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], patience: float | None
    ) -> HTTPResponse:
        """One request and its answer."""
        told = {name.lower(): value for name, value in headers.items()}
        self.sent.append(Sent(method, path, body or b"", told, patience))
        status, content = self._answers.pop(0)
        kind = {"content-type": "application/json"}
        return HTTPResponse(json.dumps(content).encode(), headers=kind, status=status)
