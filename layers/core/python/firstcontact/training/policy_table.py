"""Reads a policy table from TOML: a ``routing`` block with languages and rules, then one block per intent."""

import tomllib
from collections.abc import Collection
from pathlib import Path

from pydantic import ValidationError

from firstcontact.errors import Invalid
from firstcontact.routing.policy import IntentPolicy, Policy
from firstcontact.shop.intents import ROUTING, SIGNALS
from firstcontact.validation import invalid_from

FIELDS = frozenset(IntentPolicy.model_fields)


def read(path: Path) -> Policy:
    """The policy in a file; other entries of an intent's block are ignored. ``Invalid`` names the entry at fault."""
    blocks = blocks_of(path)
    routing = blocks.pop(ROUTING, {})
    blocks.pop(SIGNALS, None)
    intents = {name: {key: block[key] for key in FIELDS & block.keys()} for name, block in blocks.items()}
    try:
        return Policy.model_validate({**routing, "intents": intents})
    except ValidationError as error:
        raise _unfit(f"{path}: {invalid_from(error).detail}") from error


def blocks_of(path: Path) -> dict[str, dict[str, object]]:
    """The file's blocks; ``Invalid`` if it cannot be read as TOML or has entries outside blocks."""
    try:
        blocks = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unfit(f"{path} cannot be read: {error}") from error
    for name, block in blocks.items():
        if not isinstance(block, dict):
            raise _unfit(f"{path}: {name} is not a block of its own ([{name}])")
    return blocks


def doubts(policy: Policy, known: Collection[str]) -> list[str]:
    """Warnings about likely mistakes in a policy, given the intents that have examples."""
    named = {*policy.intents, *(name for rule in policy.rules for name in rule.intents)}
    strangers, silent = sorted(named - set(known)), sorted(set(known) - set(policy.intents))
    return [
        *([f"in the policy table, but without an example: {', '.join(strangers)}"] if strangers else []),
        *([f"not in a policy table, so a person does it: {', '.join(silent)}"] if silent else []),
    ]


def _unfit(what: str) -> Invalid:
    return Invalid(what, code="invalid_policy", remedy="firstcontact/training/retail/intents.toml is an example.")
