"""A client for a vendor's HTTP API: JSON responses, short timeouts, few retries, and failures as our own errors.

Reads are retried. Writes are not, because a failed write may have taken effect: that is ``Unknown``. A rejected
sign-in is ``Unavailable``, because no customer can fix it. Every call keeps to the budget of the invocation and to
the vendor's circuit breaker.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from secrets import SystemRandom
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError

from firstcontact.connectors.http_errors import Busy, Overloaded, failure
from firstcontact.errors import (
    Conflict,
    FirstContactError,
    NotFound,
    TooSlow,
    Unavailable,
    Unknown,
    VendorRefused,
)
from firstcontact.resilience.breaker import CircuitBreaker
from firstcontact.resilience.budget import Budget
from firstcontact.resilience.timed_http import timed_pool

SignIn = Callable[[Mapping[str, str]], str]
CONNECT_TIMEOUT = 2.0  # seconds
READ_TIMEOUT = 4.0  # seconds for a whole response, however slowly it arrives
PAUSES = (0.2, 0.8)  # seconds between attempts, with random jitter
LONGEST_WAIT = 2.0  # seconds; if the vendor asks for more, the caller must retry later
MIN_CALL = 0.5  # seconds; with less left, a retry is not worth its wait
MIN_WRITE = 2.0  # seconds; with less left, a write is not sent, because its result would be unknown
LARGEST = 2_000_000
TOO_LARGE = "response_too_large"
_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
_NEVER_SENT = (NewConnectionError, ConnectTimeoutError, NameResolutionError)
_SAME_AGAIN = frozenset({TOO_LARGE, "misconfigured", "sign_in_refused", "too_many_calls", "too_slow", "vendor_down"})


class Access(NamedTuple):
    """How a connector reaches its vendor. ``fields`` returns the current secret, which has the ``base_url``."""

    fields: Callable[[], Mapping[str, str]]
    budget: Budget
    breaker: CircuitBreaker


class Vendor:
    """One vendor, by the name that errors give it; ``sign_in`` makes the Authorization header from its secret."""

    def __init__(self, name: str, access: Access, sign_in: SignIn) -> None:
        self._name, self._sign_in = name, sign_in
        self._fields, self._budget, self._breaker = access
        self._pool = timed_pool(maxsize=4)

    def read(self, path: str, query: Mapping[str, str | int] | None = None) -> Any:
        """GET, retried while the vendor fails; ``Unavailable`` if the last attempt fails, too, or time runs out."""
        target = f"{path}?{urlencode(query)}" if query else path
        self._budget.count_call()
        for pause in (*PAUSES, None):
            try:
                return self._call("GET", target, None, {})
            except Unavailable as error:
                if pause is None or not self.wait_to_retry(error, pause):
                    raise self._given_up(error) from error
            except Conflict as error:
                raise VendorRefused(f"{self._name} refused the request", "409") from error
        raise AssertionError("the last try returns or raises")

    def write(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Any:
        """Send once; ``Unknown`` if it may have taken effect, ``Unavailable`` if it certainly did not."""
        self._budget.count_call()
        if not self._budget.has(MIN_WRITE):
            raise TooSlow(f"too little time is left to ask {self._name}")
        return self._call(method, path, body, headers)

    def wait_to_retry(self, error: Unavailable, pause: float) -> bool:
        """Wait before a retry, at least as long as the vendor asks.

        False without waiting if a retry would not help, or if the budget has no time for it.
        """
        asked = error.retry_after if isinstance(error, Busy | Overloaded) else 0.0
        wait = max(asked, pause * SystemRandom().uniform(0.5, 1.5))
        if error.code in _SAME_AGAIN or asked > LONGEST_WAIT or not self._budget.has(wait + MIN_CALL):
            return False
        time.sleep(wait)
        return True

    def _given_up(self, error: Unavailable) -> Unavailable:
        """The last error of a read, which changed nothing: ``TooSlow`` if only the time for retries is missing."""
        if error.code not in _SAME_AGAIN and not self._budget.has(LONGEST_WAIT):
            return TooSlow(error.detail)
        code = None if isinstance(error, Unknown) and error.code != TOO_LARGE else error.code
        kind = TooSlow if isinstance(error, TooSlow) else Unavailable
        return kind(error.detail, code=code, remedy=error.remedy, retry_after=error.retry_after)

    def _call(self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]) -> Any:
        fields = self._fields()
        url = self._base(fields) + target
        sent = {"Accept": "application/json", "Authorization": self._sign_in(fields), **headers}
        most = CONNECT_TIMEOUT + READ_TIMEOUT
        patience = self._budget.within(most)
        self._breaker.admit(self._name)
        try:
            found = self._exchange(method, url, body, sent, patience)
        except FirstContactError as error:
            answered = not isinstance(error, Unknown) or error.code == TOO_LARGE
            if answered and error.code != "unreachable":
                self._breaker.succeeded()
            elif patience == most:  # with less patience, the failure may have been ours
                self._breaker.failed()
            raise
        self._breaker.succeeded()
        return found

    def _exchange(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], patience: float
    ) -> Any:
        timeout = urllib3.Timeout(total=patience, connect=CONNECT_TIMEOUT, read=READ_TIMEOUT)
        try:
            answer = self._pool.request(
                method, url, body=body, headers=headers, redirect=False, preload_content=False, timeout=timeout
            )
            content = answer.read(LARGEST + 1, decode_content=True)
        except _NEVER_SENT as error:
            raise Unavailable(f"{self._name} cannot be reached", code="unreachable") from error
        except HTTPError as error:
            raise Unknown(f"{self._name} did not answer ({type(error).__name__})") from error
        if len(content) > LARGEST:
            answer.close()
            raise Unknown(f"{self._name} sent a response that is too large", code=TOO_LARGE)
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


def segment(identifier: str) -> str:
    """An id as one segment of a path; ``NotFound`` for an id that could change the path."""
    if not _ID.fullmatch(identifier):
        raise NotFound("nothing has this id")
    return identifier


def bearer(fields: Mapping[str, str]) -> str:
    """The Authorization header of vendors that take a bearer token."""
    return f"Bearer {fields.get('token', '')}"
