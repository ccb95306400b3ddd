"""Every regular expression of the product takes time in proportion to its text."""

from functools import cache
from pathlib import Path

import pytest

from tests.text.expressions.backtracking import find_danger
from tests.text.expressions.collecting import Collected, Computed, collect, modules

REPOSITORY = Path(__file__).resolve().parents[2]
PYTHON = REPOSITORY / "layers" / "core" / "python"
MODULES = [*modules(PYTHON / "firstcontact", PYTHON), *modules(REPOSITORY / "functions", REPOSITORY)]
# Expressions that are made from arguments, and why each is harmless.
COMPUTED = {
    "firstcontact.adapters.search.opensearch.generations.others": "an index name, escaped, and digits",
    "firstcontact.shop.order_contexts._before": "what it returns is kept in the module, and collected there",
    "firstcontact.shop.order_contexts._after": "what it returns is kept in the module, and collected there",
    "firstcontact.shop.order_numbers.__init__": "a shop's pattern: it sees at most MAX_LENGTH characters",
    "firstcontact.shop.order_patterns.compile_pattern": "a shop's pattern: it sees at most MAX_LENGTH characters",
}


@cache
def _of(module: str) -> tuple[Collected | Computed, ...]:
    return tuple(collect(module))


@pytest.mark.parametrize("module", MODULES)
def test_no_expression_backtracks(module: str) -> None:
    found = [
        f"{one.place} ({use}): {danger}"
        for one in _of(module)
        if isinstance(one, Collected)
        for use in sorted(one.uses)
        if (danger := find_danger(one.expression, use))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("module", MODULES)
def test_every_expression_can_be_examined_or_is_explained(module: str) -> None:
    assert {one.place for one in _of(module) if isinstance(one, Computed)} <= COMPUTED.keys()


def test_the_expressions_of_text_rules_are_among_those_collected() -> None:
    places = {one.place for module in MODULES for one in _of(module)}
    assert places >= {
        "firstcontact.text.questions._JOINED",
        "firstcontact.guardrails.injection._SIGNS",
        "firstcontact.guardrails.redaction._PATTERNS",
        "firstcontact.guardrails.redaction._iban",  # written in a call
        "firstcontact.drafting.prompt._split",
        *COMPUTED,
    }
