"""A vendor's HTTP API: JSON answers, short time-outs, few retries, failures as our own errors.

Reads are retried. Writes are not, because a lost answer may hide a success: that is ``Unknown``. A refused sign-in is
``Unavailable``, since no customer can fix it.
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
PAUSES = (0.2, 0.8)  # seconds, jittered, between the tries of what may be tried again
LONGEST_WAIT = 2.0  # seconds; who is asked to wait longer leaves it to the caller to come back
LARGEST = 2_000_000
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
_NEVER_SENT = (NewConnectionError, ConnectTimeoutError, NameResolutionError)


class Vendor:
    """One system. ``fields`` are its secret as it is now: its ``base_url``, and what ``sign_in`` needs."""

    def __init__(self, name: str, fields: Fields, sign_in: SignIn) -> None:
        self._name, self._fields, self._sign_in = name, fields, sign_in
        timeout = urllib3.Timeout(connect=2.0, read=READ_TIMEOUT)
        self._pool = urllib3.PoolManager(maxsize=4, retries=False, timeout=timeout)

    def read(self, path: str, query: Mapping[str, str | int] | None = None) -> Any:
        """GET, tried again while the vendor is away; ``Unavailable`` if it stays away."""
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
        """Send once; ``Unknown`` if it may have happened, ``Unavailable`` if it surely did not."""
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
            raise Unknown(f"{self._name} answered more than can be read")
        answer.release_conn()
        if not 200 <= answer.status < 300:
            raise failure(self._name, answer.status, content, answer.headers.get("Retry-After", ""))
        try:
            return json.loads(content)
        except ValueError as error:
            raise Unknown(f"{self._name} answered something that cannot be read") from error

    def _base(self, fields: Mapping[str, str]) -> str:
        base = fields.get("base_url", "").rstrip("/")
        parts = urlsplit(base)
        at_home = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme == "https" or at_home:
            return base
        raise Unavailable(f"{self._name} has no safe address", code="misconfigured", remedy="Check its secret.")


def worth_waiting(error: Unavailable, pause: float) -> bool:
    """Wait before another try, as long as the vendor asks; False at once where waiting does not help."""
    asked = error.wait if isinstance(error, Busy | Overloaded) else 0.0
    if error.code in ("misconfigured", "sign_in_refused") or asked > LONGEST_WAIT:
        return False
    time.sleep(max(asked, pause * SystemRandom().uniform(0.5, 1.5)))
    return True


def segment(identifier: str) -> str:
    """An id as a part of a path; what could mean another path is no id of anything."""
    if not _ID.fullmatch(identifier):
        raise NotFound("there is nothing with such an id")
    return identifier


def bearer(fields: Mapping[str, str]) -> str:
    """The authorization of systems that take a bearer token."""
    return f"Bearer {fields.get('token', '')}"
