"""A client for a vendor's HTTP API: JSON responses, short timeouts, few retries, and failures as our own errors.

Reads are retried. Writes are not, because a failed write may have taken effect: that is ``Unknown``. A rejected
sign-in is ``Unavailable``, because no customer can fix it.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from secrets import SystemRandom
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError

from firstcontact.connectors.http_errors import Busy, Overloaded, failure
from firstcontact.errors import NotFound, Unavailable, Unknown

Fields = Callable[[], Mapping[str, str]]
SignIn = Callable[[Mapping[str, str]], str]
READ_TIMEOUT = 4.0
PAUSES = (0.2, 0.8)  # seconds between attempts, with random jitter
LONGEST_WAIT = 2.0  # seconds; if the vendor asks for more, the caller must retry later
LARGEST = 2_000_000
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
_NEVER_SENT = (NewConnectionError, ConnectTimeoutError, NameResolutionError)


class Vendor:
    """One vendor. ``fields`` returns its current secret: the ``base_url``, and what ``sign_in`` needs."""

    def __init__(self, name: str, fields: Fields, sign_in: SignIn) -> None:
        self._name, self._fields, self._sign_in = name, fields, sign_in
        timeout = urllib3.Timeout(connect=2.0, read=READ_TIMEOUT)
        self._pool = urllib3.PoolManager(maxsize=4, retries=False, timeout=timeout)

    def read(self, path: str, query: Mapping[str, str | int] | None = None) -> Any:
        """GET, retried while the vendor is unavailable; ``Unavailable`` if the last attempt fails too."""
        target = f"{path}?{urlencode(query)}" if query else path
        for pause in (*PAUSES, None):
            try:
                return self._call("GET", target, None, {})
            except Unavailable as error:
                if pause is None or not worth_waiting(error, pause):
                    code = None if isinstance(error, Unknown) else error.code
                    raise Unavailable(error.detail, code=code, remedy=error.remedy) from error
        raise AssertionError("the last try returns or raises")

    def write(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        """Send once; ``Unknown`` if it may have taken effect, ``Unavailable`` if it certainly did not."""
        return self._call(method, path, body, headers)

    def _call(self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]) -> Any:
        fields = self._fields()
        url = self._base(fields) + target
        sent = {"Accept": "application/json", "Authorization": self._sign_in(fields), **headers}
        try:
            answer = self._pool.request(method, url, body=body, headers=sent, redirect=False, preload_content=False)
            content = answer.read(LARGEST + 1, decode_content=True)
        except _NEVER_SENT as error:
            raise Unavailable(f"{self._name} cannot be reached", code="unreachable") from error
        except HTTPError as error:
            raise Unknown(f"{self._name} did not answer ({type(error).__name__})") from error
        if len(content) > LARGEST:
            answer.close()
            raise Unknown(f"{self._name} sent a response that is too large")
        answer.release_conn()
        if not 200 <= answer.status < 300:
            raise failure(self._name, answer.status, content, answer.headers.get("Retry-After", ""))
        try:
            return json.loads(content)
        except ValueError as error:
            raise Unknown(f"{self._name} sent a response that is not JSON") from error

    def _base(self, fields: Mapping[str, str]) -> str:
        base = fields.get("base_url", "").rstrip("/")
        parts = urlsplit(base)
        at_home = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme == "https" or at_home:
            return base
        raise Unavailable(f"{self._name} has no HTTPS address", code="misconfigured", remedy="Check its secret.")


def worth_waiting(error: Unavailable, pause: float) -> bool:
    """Wait before a retry, at least as long as the vendor asks; False without waiting if a retry would not help."""
    asked = error.wait if isinstance(error, Busy | Overloaded) else 0.0
    if error.code in ("misconfigured", "sign_in_refused") or asked > LONGEST_WAIT:
        return False
    time.sleep(max(asked, pause * SystemRandom().uniform(0.5, 1.5)))
    return True


def segment(identifier: str) -> str:
    """An id as one segment of a path; ``NotFound`` for an id that could change the path."""
    if not _ID.fullmatch(identifier):
        raise NotFound("nothing has this id")
    return identifier


def bearer(fields: Mapping[str, str]) -> str:
    """The Authorization header of vendors that take a bearer token."""
    return f"Bearer {fields.get('token', '')}"
