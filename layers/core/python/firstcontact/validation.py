"""Converts validation errors into ``Invalid``."""

from typing import Any

from pydantic import ValidationError

from firstcontact.errors import Invalid


def invalid_from_errors(errors: list[Any]) -> Invalid:
    """The first of several validation errors as ``Invalid``; the rejected value is never included."""
    first = errors[0] if errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()) if part != "body")
    said = first.get("msg", "not valid")
    codes = {"extra_forbidden": "unknown_field", "missing": "missing_field", "json_invalid": "invalid_json"}
    return Invalid(f"{where}: {said}" if where else str(said), code=codes.get(first.get("type", ""), "invalid"))


def invalid_from(error: ValidationError) -> Invalid:
    """A pydantic error as ``Invalid``."""
    return invalid_from_errors(list(error.errors(include_url=False, include_input=False)))
