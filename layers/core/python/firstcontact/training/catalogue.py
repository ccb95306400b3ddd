"""The built-in intents of a web shop (the folder ``retail``), and a shop's own intents merged with them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from firstcontact.routing.policy import IntentPolicy, Policy, Rule
from firstcontact.routing.route import Destination
from firstcontact.shop.intents import ROUTING, SIGNALS, Intent, Intents, Signal, Signals
from firstcontact.training import dataset, policy_table
from firstcontact.training.dataset import Data, Example

RETAIL = Path(__file__).with_name("retail")
SIGNS = tuple(Signals.model_fields)
NO_INTENTS = Intents()


@cache
def built_in() -> Intents:
    """The intents that every shop has, and the default routing."""
    return read(RETAIL / "intents.toml")


def read(path: Path) -> Intents:
    """The intents and the routing in a file that was checked before."""
    blocks = policy_table.blocks_of(path)
    routing, signals = blocks.pop(ROUTING, None), blocks.pop(SIGNALS, {})
    return Intents.model_validate({"intents": blocks, "routing": routing, "signals": signals})


def merge(shop: Intents) -> Intents:
    """The built-in intents with the shop's.

    A shop's intent of a built-in name adds to it or replaces it, and its routing replaces the default. An utterance
    that both have belongs to the shop's intent.
    """
    base = built_in()
    taken = {dataset.normalise(text) for intent in shop.intents.values() for text in intent.utterances}
    intents = {name: _without(intent, taken) for name, intent in base.intents.items()}
    for name, intent in shop.intents.items():
        intents[name] = intent if intent.replace or name not in intents else _add(intents[name], intent)
    return Intents(intents=intents, routing=shop.routing or base.routing, signals=shop.signals)


def data(shop: Intents = NO_INTENTS) -> Data:
    """What the router of a shop is trained on."""
    merged = merge(shop)
    pairs = [(text, name) for name, intent in merged.intents.items() for text in intent.utterances]
    return Data(
        examples=[Example(text, name, line) for line, (text, name) in enumerate(pairs, start=1)],
        out_of_scope=dataset.read_texts(RETAIL / "out_of_scope.csv"),
        policy=policy(merged),
        signs={sign: [*dataset.read_flags(RETAIL / f"{sign}.csv", sign), *_own(merged, sign)] for sign in SIGNS},
    )


def _own(merged: Intents, sign: str) -> Iterator[tuple[str, bool]]:
    """The shop's own messages that show a signal, and those that do not."""
    own: Signal = getattr(merged.signals, sign)
    yield from ((text, True) for text in own.yes)
    yield from ((text, False) for text in own.no)


def policy(merged: Intents) -> Policy:
    """What is done with each intent, and the rules that are checked first."""
    routing = merged.routing
    return Policy(
        intents={name: _policy_of(intent) for name, intent in merged.intents.items()},
        languages=routing.languages if routing else (),
        rules=tuple(Rule(**rule.model_dump()) for rule in routing.rules) if routing else (),
    )


def _policy_of(intent: Intent) -> IntentPolicy:
    return IntentPolicy(
        destination=Destination(intent.destination or Destination.PERSON),
        action=intent.action,
        description=intent.description or "",
    )


def _without(intent: Intent, taken: set[str]) -> Intent:
    kept = tuple(text for text in intent.utterances if dataset.normalise(text) not in taken)
    return intent.model_copy(update={"utterances": kept})


def _add(known: Intent, more: Intent) -> Intent:
    """The built-in intent with the shop's utterances and what else the shop says of it."""
    says_what_is_done = more.destination is not None or more.action is not None
    return Intent(
        description=more.description or known.description,
        destination=more.destination or ("action" if more.action else known.destination),
        action=more.action if says_what_is_done else known.action,
        utterances=(*known.utterances, *more.utterances),
    )
