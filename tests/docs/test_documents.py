"""What the documents say about the repository is so: sizes, links, and the index of ports."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import docs
from tests.docs.blocks import REPOSITORY, blocks

DECISIONS = REPOSITORY / "docs" / "decisions"
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def documents() -> Iterator[Path]:
    """Every Markdown document that people read, without the shops' articles."""
    yield from sorted(REPOSITORY.glob("*.md"))
    yield from sorted((REPOSITORY / "docs").rglob("*.md"))
    yield REPOSITORY / "infra" / "README.md"


def named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def decisions() -> list[Path]:
    return sorted(DECISIONS.glob("[0-9]*.md"))


def test_the_readme_has_at_most_two_hundred_lines() -> None:
    assert len((REPOSITORY / "README.md").read_text("utf-8").splitlines()) <= 200


@pytest.mark.parametrize("document", [*documents()], ids=named)
def test_every_link_of_a_document_leads_to_a_file(document: Path) -> None:
    links = [link for link in _LINK.findall(document.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", [*documents()], ids=named)
def test_every_block_of_a_document_has_a_language(document: Path) -> None:
    fences = re.findall(r"^```(.*)$", document.read_text("utf-8"), re.MULTILINE)
    assert len(fences) == 2 * len(blocks(document)), "a fence without a language"


def test_the_index_of_ports_is_current() -> None:
    text = docs.FILE.read_text("utf-8")
    assert docs.render(text) == text, "run `python -m infra.docs`"


def test_every_port_has_an_adapter() -> None:
    filled = {row.split("`")[1] for row in docs.table().splitlines()[2:] if row.split(" | ")[2]}
    assert {port.name for port in docs.ports()} == filled


def test_the_table_of_floors_is_the_one_that_is_checked() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    checked = next(one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    table = docs.FILE.read_text("utf-8").partition("| floor |")[2].partition("\n\n")[0]
    floors = [set(re.findall(r"`(\w+)`", row)) for row in table.splitlines()[2:]]
    assert floors == [set(floor.split(" | ")) for floor in checked["layers"]]


def test_there_are_at_most_ten_decisions_and_the_list_names_each() -> None:
    listed = _LINK.findall((DECISIONS / "README.md").read_text("utf-8"))
    assert listed == [path.name for path in decisions()]
    assert 0 < len(listed) <= 10


@pytest.mark.parametrize("decision", decisions(), ids=named)
def test_a_decision_fits_on_a_screen_and_names_the_test_that_holds_it(decision: Path) -> None:
    text = decision.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Held by"]
    assert len(text.splitlines()) <= 40
    held_by = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text.partition("## Held by")[2])
    assert held_by
    for file, name in held_by:
        assert f"def {name}(" in (REPOSITORY / file).read_text("utf-8"), f"{file} has no {name}"


def test_the_glossary_is_in_alphabetical_order() -> None:
    text = (REPOSITORY / "docs" / "glossary.md").read_text("utf-8")
    terms = re.findall(r"^\* \*\*(.+?)\*\*", text, re.MULTILINE)
    assert terms == sorted(terms, key=str.casefold)
    assert len(terms) == len(set(terms)) > 20


def test_every_fault_that_is_survived_names_a_test_that_exists() -> None:
    table = (REPOSITORY / "docs" / "reliability.md").read_text("utf-8")
    named_tests = re.findall(r"\[([^\]]+)\]\(\.\./(tests/[^)]+)\)", table)
    assert len(named_tests) >= 32
    for words, path in named_tests:
        assert f"def test_{words.replace(' ', '_')}(" in (REPOSITORY / path).read_text("utf-8"), words
