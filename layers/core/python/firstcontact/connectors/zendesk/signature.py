"""Zendesk's webhook signature: base64(HMAC-SHA256(secret, timestamp + raw body)), no separator.

Only timestamp and body are signed, so nothing else of a request is believed. A request is fresh for five
minutes either way; current and previous secret both count, so that a rotation drops nothing.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from firstcontact.errors import Unauthenticated

MAX_AGE = timedelta(minutes=5)
PUBLISHED_TEST_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="  # noqa: S105 - everybody knows it


def sign_body(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body sent at a time."""
    digest = hmac.new(secret.encode(), _bytes(timestamp) + body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def verify_signature(signature: str, timestamp: str, body: bytes, secrets: Sequence[str], at: datetime) -> None:
    """``Unauthenticated`` unless one of the secrets signed this body just now."""
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
    """A header's bytes, even where they are no proper text: a forger's are compared like anybody's."""
    return text.encode("utf-8", "surrogatepass")


def _moment(timestamp: str) -> datetime:
    try:
        moment = datetime.fromisoformat(timestamp.replace("Z", "+00:00"))
    except ValueError as error:
        raise Unauthenticated("the signature's time cannot be read", code="bad_signature") from error
    if moment.tzinfo is None:
        raise Unauthenticated("the signature's time has no zone", code="bad_signature")
    return moment
