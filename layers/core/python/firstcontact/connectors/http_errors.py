"""Maps a vendor's HTTP status codes to our errors."""

import json

from firstcontact.errors import Conflict, FirstContactError, NotFound, Unavailable, Unknown, VendorRefused


class Busy(Unavailable):
    """The vendor did not process the request and says when to retry."""

    code = "rate_limited"


class Overloaded(Unknown):
    """The vendor may have processed the request and says when to retry."""


def failure(name: str, status: int, content: bytes, retry_after: str) -> FirstContactError:
    """The error for an unsuccessful response, without the vendor's message, which may contain private data.

    Only 404 and 409 mean something to a caller. Any other 4xx says that the vendor does not accept what we sent.
    """
    if status in (401, 403):
        return Unavailable(f"{name} rejected our credentials", code="sign_in_refused", remedy="Check its secret.")
    if status == 429:
        return Busy(f"{name} is limiting our requests", retry_after=_seconds(retry_after))
    if status == 503 and retry_after:
        return Overloaded(f"{name} failed ({status})", retry_after=_seconds(retry_after))
    if status < 400 or status >= 500 or status == 408:
        return Unknown(f"{name} failed ({status})")
    if status == 404:
        return NotFound(f"{name} does not know this")
    if status == 409:
        return Conflict(f"{name} reports a conflict")
    return VendorRefused(f"{name} refused the request", _vendor_code(content) or str(status))


def _seconds(retry_after: str) -> float:
    """The seconds that a Retry-After header asks for; 1.0 if it is not a number, such as a date."""
    return float(retry_after) if retry_after.replace(".", "", 1).isdigit() else 1.0


def _vendor_code(content: bytes) -> str:
    try:
        body = json.loads(content)
    except ValueError:
        return ""
    error = body.get("error", body) if isinstance(body, dict) else None
    code = (error.get("code") or error.get("type")) if isinstance(error, dict) else error
    return code if isinstance(code, str) and code.isascii() and len(code) <= 64 else ""
