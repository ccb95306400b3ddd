"""Zendesk's webhook signature: base64(HMAC-SHA256(secret, timestamp + raw body)), no separator.

Only timestamp and body are signed, so nothing else in a request is trusted. The timestamp may be up to five minutes
in the past or in the future. Both the current and the previous secret are accepted, so that no request fails while
the secret is rotated.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from firstcontact.errors import Unauthenticated

MAX_AGE = timedelta(minutes=5)
PUBLISHED_TEST_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="  # noqa: S105 - it is public


def sign_body(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body and its timestamp."""
    digest = hmac.new(secret.encode(), _bytes(timestamp) + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def verify_signature(signature: str, timestamp: str, body: bytes, secrets: Sequence[str], at: datetime) -> None:
    """``Unauthenticated`` unless one of the secrets signed this body within five minutes of ``at``."""
    good = [secret for secret in secrets if secret and secret != PUBLISHED_TEST_SECRET]
    matches = [hmac.compare_digest(_bytes(sign_body(secret, timestamp, body)), _bytes(signature)) for secret in good]
    if not signature or not any(matches):
        raise Unauthenticated(
            "the signature does not match", code="bad_signature", remedy="Check the webhook's signing secret."
        )
    if abs(at - _moment(timestamp)) > MAX_AGE:
        raise Unauthenticated(
            "the signature is older than five minutes", code="stale_signature", remedy="Sign and send it again."
        )


def _bytes(text: str) -> bytes:
    """A header as bytes, even if it is not valid Unicode, so that a forged header is compared like any other."""
    return text.encode("utf-8", "surrogatepass")


def _moment(timestamp: str) -> datetime:
    try:
        moment = datetime.fromisoformat(timestamp.replace("Z", "+00:00"))
    except ValueError as error:
        raise Unauthenticated("the signature's timestamp cannot be parsed", code="bad_signature") from error
    if moment.tzinfo is None:
        raise Unauthenticated("the signature's timestamp has no time zone", code="bad_signature")
    return moment
