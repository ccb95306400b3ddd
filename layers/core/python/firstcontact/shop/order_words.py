"""The words around order numbers (``order_words.toml``), each list as an alternation for a regular expression."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files


def _read() -> Mapping[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("order_words.toml").read_text("utf-8"))


_LISTS = _read()
VERBS_IN_S = frozenset(_LISTS["verbs_in_s"])


def any_of(name: str) -> str:
    """A regular expression that matches any word of a list."""
    return f"(?:{'|'.join(_LISTS[name])})"
