"""replies/<lang>.toml: the shop's own wording of the suite's sentences."""

import string
from collections.abc import Collection, Iterator, Mapping

from pydantic import Field

from firstcontact.record import Record
from firstcontact.shop.findings import Findings, did_you_mean, unknown_key
from firstcontact.shop.toml_source import TomlSource
from firstcontact.shop.validation import validated
from firstcontact.shop.values import Text

MAX_VARIANTS = 50


class Reply(Record):
    """One sentence: a single text, or several variants of which one is used."""

    text: Text | None = None
    texts: tuple[Text, ...] = Field(default=(), max_length=MAX_VARIANTS)

    @property
    def variants(self) -> tuple[str, ...]:
        """All variants of the sentence."""
        return self.texts or ((self.text,) if self.text else ())


def read_replies(
    source: TomlSource, built_in: Mapping[str, frozenset[str]], links: Collection[str] | None, findings: Findings
) -> dict[str, tuple[str, ...]]:
    """Read the variants of each sentence of a file.

    ``built_in`` holds the placeholders that each sentence may use in addition to links. If the links are unknown
    (None), any link is accepted.
    """
    replies = {}
    for key, table in source.tables(findings).items():
        if key not in built_in:
            findings.fault(source.name, source.lines.line(key), unknown_key(key, built_in))
            continue
        reply = validated(Reply, table, source.name, source.lines, findings, (key,))
        if reply is None:
            continue
        if bool(reply.text) == bool(reply.texts):
            message = f'[{key}] needs either `text` or `texts`: write text = "…" or texts = ["…", "…"]'
            findings.fault(source.name, source.lines.line(key), message)
        allowed = built_in[key] | {f"links.{link}" for link in links or ()}
        for place, text in enumerate(reply.variants):
            line = source.lines.line(key, "texts", place) if reply.texts else source.lines.line(key, "text")
            for message in _faults(text, allowed, any_link=links is None):
                findings.fault(source.name, line, f"`{key}`: {message}")
        replies[key] = reply.variants
    return replies


def _faults(text: str, allowed: frozenset[str], *, any_link: bool) -> Iterator[str]:
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        yield "a brace is not closed: write {name}, and {{ for a brace itself"
        return
    for _, field, form, conversion in parts:
        if field is None:
            continue
        if form or conversion:
            yield f"`{{{field}}}` has a format: write only the name"
        if field not in allowed and not (any_link and field.startswith("links.")):
            remedy = did_you_mean(field, allowed) if allowed else "this sentence has no placeholders, delete it"
            yield f"unknown placeholder `{{{field}}}`: {remedy}"
