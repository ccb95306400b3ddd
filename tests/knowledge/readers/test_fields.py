"""What a document may say in its fields: languages as they are known everywhere, nothing too long for an index."""

import json

import pytest
from firstcontact.knowledge.readers import Fault
from firstcontact.knowledge.records import MAX_TITLE_CHARS, Document

from tests.knowledge.readers.reading import only, read

# The longest term that OpenSearch takes, in bytes.
TERM = 32_766


def line(**fields: object) -> bytes:
    return json.dumps({"id": "a", "text": "One.", **fields}).encode() + b"\n"


@pytest.mark.parametrize(
    ("given", "language"),
    [("en-US", "en"), ("DE", "de"), (" pt_BR ", "pt"), ("nds", "nds"), ("English", ""), ("", ""), (5, ""), ({}, "")],
)
def test_a_language_is_known_by_its_first_part_and_what_names_none_is_not_given(given: object, language: str) -> None:
    assert only("t.jsonl", line(language=given)).language == language
    if isinstance(given, str):
        assert only("a.md", f"---\ntitle: T\nlanguage: {given}\n---\nText.".encode()).language == language


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("tenant", "x" * 129, "tenant: "),
        ("tenant", "", "tenant: "),
        ("url", "https://x/" + "x" * 2048, "url: "),
        ("tags", ["fine", "x" * 257], "tags.1: "),
        ("tags", [str(number) for number in range(257)], "tags: "),
    ],
)
def test_a_field_that_is_too_long_is_named_and_the_next_document_is_read(
    field: str, value: object, said: str
) -> None:
    fault, second = read("t.jsonl", line(**{field: value}) + line(id="b"))
    assert isinstance(fault, Fault)
    assert fault.id == "a"
    assert fault.error.startswith(said)
    assert "xxx" not in fault.error
    assert isinstance(second, Document)


def test_an_id_that_is_too_long_is_not_repeated() -> None:
    fault, second = read("t.jsonl", line(id="x" * 513) + line(id="x" * 512))
    assert isinstance(fault, Fault)
    assert (fault.id, fault.error.partition(":")[0]) == (1, "id")
    assert isinstance(second, Document)


def test_a_title_that_is_too_long_is_cut() -> None:
    assert only("a.md", f"# {'ä' * TERM}\n\nText.".encode()).title == "ä" * MAX_TITLE_CHARS


def test_the_longest_that_a_document_may_say_is_less_than_an_index_takes() -> None:
    widest = "\U0001f4a1"
    fields = {"id": 512, "title": 1000, "tenant": 128, "url": 2048, "source": 4096}
    document = Document.model_validate(
        {"text": "One.", "tags": [widest * 256] * 256} | {name: widest * length for name, length in fields.items()}
    )
    terms = [*document.tags, *(getattr(document, name) for name in fields)]
    assert max(len(term.encode()) for term in terms) < TERM


@pytest.mark.parametrize("source", ["x" * TERM, {"channel": "web"}, None])
def test_what_a_document_says_of_its_source_is_left_out(source: object) -> None:
    assert only("t.jsonl", line(source=source)).source == ""
