"""The built-in sentences: one TOML file per language in this folder, all with the same keys."""

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

LANGUAGES = ("en", "de")
MONTHS, WEEKDAYS = "months", "weekdays"


@cache
def built_in(language: str) -> Mapping[str, str]:
    """The built-in sentences of a language by key."""
    return {key: str(table["text"]) for key, table in _read(language).items() if key not in (MONTHS, WEEKDAYS)}


@cache
def months(language: str) -> tuple[str, ...]:
    """The names of the months, January first."""
    return tuple(_read(language)[MONTHS]["texts"])


@cache
def weekdays(language: str) -> tuple[str, ...]:
    """The names of the weekdays, Monday first."""
    return tuple(_read(language)[WEEKDAYS]["texts"])


@cache
def placeholders() -> Mapping[str, frozenset[str]]:
    """The placeholders that each sentence may use; a shop's own wording is checked against them."""
    formatter = string.Formatter()
    return {
        key: frozenset(field for _, field, _, _ in formatter.parse(text) if field)
        for key, text in built_in(LANGUAGES[0]).items()
    }


@cache
def _read(language: str) -> Mapping[str, Mapping[str, list[str] | str]]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{language}.toml").read_text("utf-8"))
