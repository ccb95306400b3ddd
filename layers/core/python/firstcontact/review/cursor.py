"""The cursor of a list of reviews: the position of the last review that was shown."""

import base64
import binascii
import re
from datetime import UTC

from firstcontact.errors import Invalid
from firstcontact.review.records import Review

_POSITION = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00#case_\w{26}")


def position(review: Review) -> str:
    """Where a review stands in the list: positions are unique, and sort by the time since which a case waits."""
    return f"{review.created_at.astimezone(UTC).isoformat(timespec='microseconds')}#{review.case_id}"


def after(review: Review) -> str:
    """The cursor of the reviews behind this one."""
    return base64.urlsafe_b64encode(position(review).encode()).decode().rstrip("=")


def position_of(cursor: str) -> str:
    """The position in a cursor; ``Invalid`` if it is not one of ours."""
    try:
        found = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise _invalid() from error
    if not _POSITION.fullmatch(found):
        raise _invalid()
    return found


def _invalid() -> Invalid:
    return Invalid("the cursor is not valid", code="invalid_cursor", remedy="Begin with the first page.")
