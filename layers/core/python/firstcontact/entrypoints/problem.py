"""Errors as ``application/problem+json`` (RFC 9457)."""

from typing import Any

from firstcontact.errors import FirstContactError

MEDIA_TYPE = "application/problem+json"


def problem_document(error: FirstContactError) -> dict[str, Any]:
    """The problem document of an error."""
    return {
        "type": f"urn:first-contact:problem:{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "remedy": error.remedy,
    }
