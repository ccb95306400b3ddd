"""The names that a shop's files are checked against; the product's registries provide them."""

from collections.abc import Mapping

from firstcontact.record import Record


class Known(Record):
    """The names a shop may use.

    ``planned`` are actions that the suite cannot do yet. ``vendors`` are by kind of system; ``replies`` holds the
    placeholders of the built-in sentences by reply key; ``languages`` are those with built-in sentences.
    """

    actions: frozenset[str]
    planned: frozenset[str] = frozenset()
    vendors: Mapping[str, frozenset[str]] = {}
    replies: Mapping[str, frozenset[str]] = {}
    intents: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"en"})
