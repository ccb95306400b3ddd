"""What is read from files, and what is said of files that cannot be."""

import json

import pytest
from firstcontact.errors import Invalid
from firstcontact.knowledge import readers
from firstcontact.knowledge.readers import Fault, Note
from firstcontact.knowledge.records import Document

from tests.knowledge.readers.reading import fault, only, read


def test_an_article_brings_its_own_id_and_title() -> None:
    text = b"---\nid: refunds\ntitle: When we refund\nurl: https://x/y\ntags: [money, returns]\n---\nIn 5 days."
    assert only("folder/file.md", text) == Document(
        id="refunds", title="When we refund", url="https://x/y", tags=("money", "returns"), text="In 5 days."
    )


def test_a_page_is_read_without_scripts_and_menus() -> None:
    page = b"<html><head><title>Refunds</title></head><body><nav>Menu</nav><h2>When</h2><p>In 5&nbsp;days.</p></body>"
    document = only("a.html", page)
    assert (document.title, document.text.split()) == ("Refunds", ["##", "When", "In", "5", "days."])


def test_that_scripts_were_left_out_is_noted() -> None:
    document, note = read("a.html", b"<p>Fine.</p><script>alert('Fine')</script><script src='x'></script>")
    assert isinstance(document, Document)
    assert document.text == "Fine."
    assert note == Note("a", "2 scripts skipped")


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    ticket = b'{"id": 7, "text": "Customer: Hi\\n\\nAgent: Hello"}\n'
    found = read("t.jsonl", b'{"id": "a", "text": "One."}\nnot json\n{"id": "b"}\n[1]\n\xff\xfe{}\n\n' + ticket)
    assert [one.id for one in found] == ["a", 2, "b", 4, 5, "7"]
    assert [type(one) for one in found] == [Document, Fault, Fault, Fault, Fault, Document]
    assert found[-1].kind == "ticket"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
@pytest.mark.parametrize("content", [b"", b"  \n\t ", b"\xef\xbb\xbf"])
def test_an_empty_document_says_so(name: str, content: bytes) -> None:
    assert "empty" in fault(name, content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Größe".encode("latin-1"), "not UTF-8 (byte 0xf6 at 2)"),
        ("cut short: ä".encode()[:-1], "not UTF-8"),
        (b"text\0text", "zero bytes"),
    ],
)
def test_a_wrong_encoding_is_not_guessed(content: bytes, said: str) -> None:
    assert said in fault("a.txt", content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_text_that_marks_its_encoding_is_read(encoding: str) -> None:
    assert only("a.txt", "Größe".encode(encoding)).text == "Größe"


def test_a_page_is_read_in_the_encoding_it_declares() -> None:
    assert only("a.html", '<meta charset="windows-1252"><p>Größe €</p>'.encode("cp1252")).text == "Größe €"
    assert "is unknown" in fault("a.html", b'<meta charset="klingon"><p>x</p>')


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.json"])
def test_a_file_too_large_for_one_document_is_refused(name: str) -> None:
    assert "larger than 20 MiB" in fault(name, b"x" * (readers.MAX_BYTES + 1))


def test_a_line_too_large_for_one_document_is_refused_and_the_next_is_read() -> None:
    line = json.dumps({"id": "big", "text": "x" * (2 * readers.MAX_BYTES)}).encode()
    first, second = read("t.jsonl", line + b'\n{"id": "a", "text": "One."}\n')
    assert isinstance(first, Fault)
    assert first.id == 1
    assert isinstance(second, Document)


def test_a_kind_of_file_that_is_not_read_is_refused_with_those_that_are() -> None:
    with pytest.raises(Invalid, match="not supported") as refused:
        read("photo.png", b"")
    assert ".md" in refused.value.remedy
