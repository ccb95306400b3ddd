"""What ``make up`` prints in the end: where the suite is, and who signs in how."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.runner.tokens import ROLES


def addresses(suite: Mapping[str, Any]) -> Iterator[str]:
    """The addresses of a running suite, a line each."""
    yield f"{'chat':<16} {suite['chat']}"
    yield f"{'review page':<16} {suite['chat']}review"
    yield f"{'api':<16} {suite['api']}"
    yield f"{'websocket':<16} {suite['websocket']}"


def lines(suite: Mapping[str, Any]) -> Iterator[str]:
    """The addresses, then the name and the password of one user of each role."""
    yield from addresses(suite)
    for role in ROLES:
        user = suite["internal"]["users"][role]
        yield f"{role:<16} {user['username']:<36} {user['password']}"
