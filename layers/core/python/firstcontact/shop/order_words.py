"""The words around numbers (``order_words.toml``), each list as one alternation of a regular expression."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files


def _read() -> Mapping[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("order_words.toml").read_text("utf-8"))


_LISTS = _read()
VERBS_IN_S = frozenset(_LISTS["verbs_in_s"])


def any_of(name: str) -> str:
    """An expression that matches any word of a list."""
    return f"(?:{'|'.join(_LISTS[name])})"
