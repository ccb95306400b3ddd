"""What the product knows, against which a shop's files are checked; the registries fill it."""

from collections.abc import Mapping

from firstcontact.record import Record


class Known(Record):
    """The names a shop may use.

    ``vendors`` are by kind of system, the placeholders of built-in sentences by reply key; ``languages`` are those
    that there are built-in sentences in.
    """

    actions: frozenset[str]
    vendors: Mapping[str, frozenset[str]] = {}
    replies: Mapping[str, frozenset[str]] = {}
    intents: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"en"})
