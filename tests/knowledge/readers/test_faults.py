"""Nothing that a file holds stops the reading of others: it ends in a fault that says why."""

import json
from collections.abc import Iterator

import pytest
from firstcontact.knowledge import readers
from firstcontact.knowledge.readers import Fault, Finding
from firstcontact.knowledge.records import Document

from tests.knowledge.readers.reading import fault, read

DEEP = b"[" * 200_000


def line(**fields: object) -> bytes:
    return json.dumps({"id": "a", "text": "One.", **fields}).encode() + b"\n"


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+05:00"])
def test_a_moment_that_utc_does_not_know_is_a_fault(moment: str) -> None:
    first, second = read("t.jsonl", line(updated_at=moment) + line(id="b"))
    assert isinstance(first, Fault)
    assert first.error.startswith("updated_at: ")
    assert isinstance(second, Document)


@pytest.mark.parametrize("field", ["text", "title", "url", "language", "tenant"])
def test_a_field_that_is_not_unicode_is_named(field: str) -> None:
    assert read("t.jsonl", line(**{field: "x\ud800"})) == [Fault("a", f"{field}: not valid Unicode")]


def test_a_tag_that_is_not_unicode_is_named() -> None:
    assert fault("t.jsonl", line(tags=["fine", "x\udfff"])) == "tags: not valid Unicode"


def test_an_id_that_cannot_be_shown_is_named_by_its_line() -> None:
    found = read("t.jsonl", line(id="\ud800") + line(id=["\ud800"]) + line(id=None) + line(id=""))
    assert [one.id for one in found] == [1, 2, 3, 4]
    assert found[0] == Fault(1, "id: not valid Unicode")


def test_json_nested_too_deeply_is_a_fault_of_its_line() -> None:
    first, second = read("t.jsonl", DEEP + b"\n" + line())
    assert first == Fault(1, "JSON that is nested too deeply to be read")
    assert isinstance(second, Document)


def test_json_nested_too_deeply_is_a_fault_of_its_file() -> None:
    assert "nested too deeply" in fault("a.json", DEEP)


def test_what_a_reader_stumbles_over_is_a_fault_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(content: bytes, fields: dict[str, object]) -> Iterator[Finding]:
        yield Fault("a", "first")
        raise LookupError("secret")

    monkeypatch.setitem(readers._READERS, ".txt", stumble)
    assert read("folder/a.txt", b"x") == [Fault("a", "first"), Fault("folder/a", "it cannot be read: LookupError")]


def test_a_line_that_a_reader_stumbles_over_is_a_fault_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(given: dict[str, object], name: object) -> Finding:
        if given["id"] == "a":
            raise LookupError
        return Document.model_validate(given)

    monkeypatch.setattr(readers, "document", stumble)
    first, second = read("t.jsonl", line() + line(id="b"))
    assert first == Fault(1, "it cannot be read: LookupError")
    assert isinstance(second, Document)


class Broken:
    """A file whose bytes do not come."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def read(self, size: int) -> bytes:
        raise self._error

    readline = read


@pytest.mark.parametrize("name", ["a.txt", "t.jsonl"])
@pytest.mark.parametrize("error", [OSError("gone"), RuntimeError("the connection broke")])
def test_bytes_that_do_not_come_are_no_fault_of_the_document(name: str, error: Exception) -> None:
    with pytest.raises(type(error)):
        list(readers.read(name, Broken(error)))  # type: ignore[arg-type]
