"""intents.toml: intents that a shop adds to the built-in ones or replaces, its routing rules, and its signals."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from firstcontact.record import Record
from firstcontact.shop.findings import Findings, did_you_mean
from firstcontact.shop.known import Known
from firstcontact.shop.toml_source import TomlSource
from firstcontact.shop.validation import validated
from firstcontact.shop.values import Flag, Language, Name, Text, name

ROUTING, SIGNALS = "routing", "signals"
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Rule(Record):
    """Routes a message to ``to`` if all given bounds are reached; without ``intents`` it applies to any intent."""

    to: Literal["person", "strong", "cheap"]
    because: Text
    upset: Probability | None = None
    hard: Probability | None = None
    valued: Flag | None = None
    intents: tuple[str, ...] = ()


class Routing(Record):
    """The languages in which replies are written, and the rules; the first rule that matches decides."""

    languages: tuple[Language, ...] = ()
    rules: tuple[Rule, ...] = ()


class Intent(Record):
    """An intent of the shop. With the name of a built-in intent it adds utterances to it, or replaces it."""

    description: Text | None = None
    destination: Literal["answer", "action", "person"] | None = None
    action: Name | None = None
    utterances: tuple[Text, ...] = Field(default=(), max_length=10_000)
    replace: Flag = False


class Signal(Record):
    """Messages that show a signal, and messages that do not."""

    yes: tuple[Text, ...] = Field(default=(), max_length=10_000)
    no: tuple[Text, ...] = Field(default=(), max_length=10_000)


class Signals(Record):
    """What a shop adds to the built-in examples of upset customers and of hard questions."""

    upset: Signal = Signal()
    hard: Signal = Signal()


class Intents(Record):
    """The shop's intents by name, its routing if it defines one, and its examples of signals."""

    intents: Mapping[str, Intent] = {}
    routing: Routing | None = None
    signals: Signals = Signals()


def read_intents(source: TomlSource, known: Known, findings: Findings) -> Intents:
    """Read the intents of a file; invalid ones are left out."""
    tables = source.tables(findings)
    names = known.intents | tables.keys() - {ROUTING, SIGNALS}
    routing = None
    if ROUTING in tables:
        routing = validated(Routing, tables[ROUTING], source.name, source.lines, findings, (ROUTING,))
    for place, rule in enumerate(routing.rules if routing else ()):
        for at, stranger in enumerate(rule.intents):
            if stranger not in names:
                line = source.lines.line(ROUTING, "rules", place, "intents", at)
                findings.fault(source.name, line, f"unknown intent `{stranger}`: {did_you_mean(stranger, names)}")
    signals = None
    if SIGNALS in tables:
        signals = validated(Signals, tables[SIGNALS], source.name, source.lines, findings, (SIGNALS,))
    intents = {}
    for title, table in tables.items():
        if title in (ROUTING, SIGNALS):
            continue
        try:
            name(title)
        except ValueError as error:
            findings.fault(source.name, source.lines.line(title), str(error))
        intent = validated(Intent, table, source.name, source.lines, findings, (title,))
        for key, message in _faults(title, intent, known) if intent else ():
            findings.fault(source.name, source.lines.line(title, key), message)
        if intent:
            intents[title] = intent
    _find_repetitions(source, intents, findings)
    return Intents(intents=intents, routing=routing, signals=signals or Signals())


def _faults(title: str, intent: Intent, known: Known) -> Iterator[tuple[str, str]]:
    is_built_in = title in known.intents
    if intent.replace and not is_built_in:
        yield "replace", f"`{title}` is not a built-in intent: {did_you_mean(title, known.intents)}"
    for key in ("description", "destination") if intent.replace or not is_built_in else ():
        if getattr(intent, key) is None:
            yield key, f"`{key}` of [{title}] is missing: add it"
    if not intent.utterances:
        yield "utterances", f"[{title}] has no utterances: write some as customers would"
    if intent.destination == "action" and intent.action is None:
        yield "destination", f'`action` of [{title}] is missing: add it, or write destination = "person"'
    if intent.action is not None and intent.destination not in ("action", None):
        yield "action", f'`action` needs destination = "action" in [{title}]: change one or delete the other'
    if intent.action is not None and intent.action not in known.actions:
        yield "action", f"unknown action `{intent.action}`: {did_you_mean(intent.action, known.actions)}"


def _find_repetitions(source: TomlSource, intents: Mapping[str, Intent], findings: Findings) -> None:
    """Add a fault for an utterance in two intents, and a note for one repeated within an intent."""
    first: dict[str, tuple[str, int]] = {}
    for title, intent in intents.items():
        for place, utterance in enumerate(intent.utterances):
            line = source.lines.line(title, "utterances", place)
            owner, where = first.setdefault(" ".join(utterance.casefold().split()), (title, line))
            if owner != title:
                said = f"`{utterance[:60]}` is also an utterance of [{owner}] (line {where}): keep one of them"
                findings.fault(source.name, line, said)
            elif where != line:
                findings.note(source.name, line, f"`{utterance[:60]}` is repeated, first in line {where}")
