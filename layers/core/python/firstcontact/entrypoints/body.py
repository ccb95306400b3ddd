"""Checks the size and encoding of a request body."""

import base64

from firstcontact.cases.conversation import MAX_MESSAGE_BYTES
from firstcontact.entrypoints.invocation import Event
from firstcontact.errors import Invalid, TooLarge


def admit_body(body: bytes, limit: int = MAX_MESSAGE_BYTES) -> str:
    """The text of a request body; ``TooLarge`` above ``limit`` bytes, ``Invalid`` if it is not valid UTF-8.

    U+FFFD, the replacement character, is also ``Invalid``, because a gateway in front of the function may already
    have replaced invalid bytes with it.
    """
    if len(body) > limit:
        raise TooLarge(f"the body has {len(body)} bytes, the limit is {limit}", code="message_too_large")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("the body is not valid UTF-8", code="invalid_encoding", remedy="Send UTF-8.") from error
    if "\ufffd" in text or "\\ufffd" in text.lower():
        raise Invalid(
            "the body contains U+FFFD, so its text was decoded with a wrong encoding",
            code="invalid_encoding",
            remedy="Send UTF-8.",
        )
    return text


def body_of(event: Event) -> bytes:
    """The raw body of a proxy event."""
    body = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else str(body).encode("utf-8", "surrogatepass")
