"""Validation errors as our own."""

from typing import Any

from pydantic import ValidationError

from firstcontact.errors import Invalid


def invalid_from_errors(errors: list[Any]) -> Invalid:
    """What a validation found first, as our own error; the value itself is never repeated."""
    first = errors[0] if errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()) if part != "body")
    said = first.get("msg", "not valid")
    codes = {"extra_forbidden": "unknown_field", "missing": "missing_field", "json_invalid": "invalid_json"}
    return Invalid(f"{where}: {said}" if where else str(said), code=codes.get(first.get("type", ""), "invalid"))


def invalid_from(error: ValidationError) -> Invalid:
    """A pydantic error as our own."""
    return invalid_from_errors(list(error.errors(include_url=False, include_input=False)))
