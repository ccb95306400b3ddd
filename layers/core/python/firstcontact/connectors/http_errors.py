"""Maps a vendor's HTTP status codes to our errors."""

import json

from firstcontact.errors import (
    AgainstPolicy,
    Conflict,
    FirstContactError,
    Invalid,
    NotFound,
    Refused,
    TooLarge,
    Unavailable,
    Unknown,
)

_KINDS: dict[int, type[Refused]] = {400: Invalid, 404: NotFound, 409: Conflict, 413: TooLarge, 422: AgainstPolicy}


class Busy(Unavailable):
    """The vendor did not process the request; retry after ``wait`` seconds."""

    code = "rate_limited"

    def __init__(self, detail: str, wait: float) -> None:
        super().__init__(detail)
        self.wait = wait


class Overloaded(Unknown):
    """The vendor may have processed the request; retry after ``wait`` seconds."""

    def __init__(self, detail: str, wait: float) -> None:
        super().__init__(detail)
        self.wait = wait


def failure(name: str, status: int, content: bytes, retry_after: str) -> FirstContactError:
    """The error for an unsuccessful response, without the vendor's message, which may contain private data."""
    if status in (401, 403):
        return Unavailable(f"{name} rejected our credentials", code="sign_in_refused", remedy="Check its secret.")
    if status == 429:
        return Busy(f"{name} is limiting our requests", _seconds(retry_after))
    if status == 503 and retry_after:
        return Overloaded(f"{name} failed ({status})", _seconds(retry_after))
    if status < 400 or status >= 500 or status == 408:
        return Unknown(f"{name} failed ({status})")
    code = _vendor_code(content)
    kind = _KINDS.get(status, Refused)
    return kind(f"{name} refused the request ({code or status})", code=code or None)


def _seconds(retry_after: str) -> float:
    """The seconds that a Retry-After header asks for; 1.0 if it is not a number, such as a date."""
    return float(retry_after) if retry_after.replace(".", "", 1).isdigit() else 1.0


def _vendor_code(content: bytes) -> str:
    try:
        body = json.loads(content)
    except ValueError:
        return ""
    error = body.get("error", body) if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else error
    return code if isinstance(code, str) and code.isascii() and len(code) <= 64 else ""
