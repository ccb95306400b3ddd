"""Translates pydantic's errors into faults of a file, with the line of the key and the remedy."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from firstcontact.shop.findings import Findings, did_you_mean, unknown_key

R = TypeVar("R", bound=BaseModel)
V = TypeVar("V")
Path = tuple[str | int, ...]

_WRITE = {
    "string_type": "write a text in quotes",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "bool_type": "write true or false",
    "tuple_type": "write a list, for example [ … ]",
    "list_type": "write a list, for example [ … ]",
    "dict_type": "write a table, for example { … }",
    "mapping_type": "write a table, for example { … }",
    "model_type": "write a table, for example { … }",
    "datetime_from_date_parsing": 'write a date and time, for example "2026-11-30T09:00:00Z"',
    "datetime_parsing": 'write a date and time, for example "2026-11-30T09:00:00Z"',
    "timezone_aware": 'write the time with its time zone, for example "2026-11-30T09:00:00Z"',
    "date_from_datetime_parsing": 'write a date, for example "2026-12-25"',
    "date_parsing": 'write a date, for example "2026-12-25"',
    "finite_number": "write a number",
    "decimal_parsing": "write a number",
}


class KeyFaults(ValueError):
    """The faults in one table: the path of each key relative to the table, and the message."""

    def __init__(self, faults: list[tuple[Path, str]]) -> None:
        super().__init__("; ".join(message for _, message in faults))
        self.faults = faults


def each_key(given: Mapping[Any, Any], check: Callable[[str, Any], V]) -> dict[str, V]:
    """Validate each value of a table with its key; raises ``KeyFaults`` with all errors."""
    checked, faults = dict[str, V](), list[tuple[Path, str]]()
    for key, value in given.items():
        try:
            checked[str(key)] = check(str(key), value)
        except ValueError as error:
            faults.append(((str(key),), str(error)))
    if faults:
        raise KeyFaults(faults)
    return checked


class Lines(Protocol):
    """Finds the line of a key."""

    def line(self, *path: str | int) -> int:
        """The line of a key, or of the value that contains it."""
        ...


def validated(model: type[R], values: object, file: str, lines: Lines, findings: Findings, at: Path = ()) -> R | None:
    """Validate values as a record; None and faults if they are invalid. ``at`` is their path in the file."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            for path, message in _messages(model, one, at):
                findings.fault(file, lines.line(*path), message)
    return None


def _messages(model: type[BaseModel], error: ErrorDetails, at: Path) -> Iterator[tuple[Path, str]]:
    cause = error.get("ctx", {}).get("error")
    if not isinstance(cause, KeyFaults):
        yield (*at, *error["loc"]), explain(model, error, at)
        return
    for path, message in cause.faults:
        where = (*at, *error["loc"], *path)
        yield where, f"`{_dotted(where)}`: {message}"


def explain(model: type[BaseModel], error: ErrorDetails, at: Path = ()) -> str:
    """Explain one error and say what to write instead."""
    kind, where, context = error["type"], error["loc"], error.get("ctx", {})
    key = _dotted((*at, *where))
    if kind == "extra_forbidden":
        return unknown_key(str(where[-1]), _keys_at(model, where[:-1]))
    if kind == "missing":
        return f"`{key}` is missing: add it"
    if kind in ("literal_error", "enum"):
        return (
            f"`{key}`: {_shown(error['input'])} is unknown: {did_you_mean(str(error['input']), _literals(context))}"
        )
    if kind in ("greater_than_equal", "greater_than"):
        least = f"{context.get('ge', context.get('gt'))} or more" if "ge" in context else f"more than {context['gt']}"
        return f"`{key}`: {_shown(error['input'])} is too small: write {least}"
    if kind in ("less_than_equal", "less_than"):
        return f"`{key}`: {_shown(error['input'])} is too large: write {context.get('le', context.get('lt'))} or less"
    if kind in ("string_too_short", "too_short"):
        return f"`{key}` is empty: fill it or delete it"
    if kind in ("string_too_long", "too_long"):
        return f"`{key}` is too long: write {context.get('max_length')} or fewer"
    if kind == "value_error":
        return f"`{key}`: {context['error']}"
    return f"`{key}`: {_WRITE.get(kind, error['msg'] + ': correct it')}"


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path if isinstance(part, str)) or "value"


def _shown(value: object) -> str:
    return f"`{str(value)[:60]}`"


def _literals(context: Mapping[str, Any]) -> list[str]:
    return [part.strip(" '") for part in str(context.get("expected", "")).replace(" or ", ",").split(",")]


def _keys_at(model: type[BaseModel], where: Path) -> set[str]:
    """The keys that are allowed at a path in a record."""
    found: list[type[BaseModel]] = [model]
    for part in where:
        fields = {field.alias or name: field for one in found for name, field in one.model_fields.items()}
        if part in fields:
            found = list(_models_in(fields[str(part)].annotation))
    return {field.alias or name for one in found for name, field in one.model_fields.items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The record types in an annotation, including those within lists, maps and unions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
