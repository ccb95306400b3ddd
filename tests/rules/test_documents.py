"""What is read from files, and what is said of files that cannot be."""

import json
from io import BytesIO

import pytest
from firstcontact import documents
from firstcontact.documents import Fault, Finding, Note
from firstcontact.errors import Invalid
from firstcontact.model.knowledge import Document
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.made_pdf import pdf


def read(name: str, content: bytes) -> list[Finding]:
    return list(documents.read(name, BytesIO(content)))


def only(name: str, content: bytes) -> Document:
    (found,) = read(name, content)
    assert isinstance(found, Document)
    return found


def fault(name: str, content: bytes) -> str:
    (found,) = read(name, content)
    assert isinstance(found, Fault)
    return found.error


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
    assert note == Note("a", "2 scripts left out")


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
    assert "not known" in fault("a.html", b'<meta charset="klingon"><p>x</p>')


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.json"])
def test_a_file_too_large_for_one_document_is_refused(name: str) -> None:
    assert "larger than 20 MiB" in fault(name, b"x" * (documents.LARGEST + 1))


def test_a_line_too_large_for_one_document_is_refused_and_the_next_is_read() -> None:
    line = json.dumps({"id": "big", "text": "x" * (2 * documents.LARGEST)}).encode()
    first, second = read("t.jsonl", line + b'\n{"id": "a", "text": "One."}\n')
    assert isinstance(first, Fault)
    assert first.id == 1
    assert isinstance(second, Document)


def test_a_kind_of_file_that_is_not_read_is_refused_with_those_that_are() -> None:
    with pytest.raises(Invalid, match="not read") as refused:
        read("photo.png", b"")
    assert ".md" in refused.value.remedy


def test_a_pdf_is_read_with_its_title() -> None:
    document = only("manual.pdf", pdf("Press the button for ten seconds.\nThe light blinks.", title="Reset"))
    assert (document.id, document.title) == ("manual", "Reset")
    assert "Press the button for ten seconds." in document.text


def test_lines_of_a_pdf_become_paragraphs_without_headers_and_page_numbers() -> None:
    things = ("router", "camera", "speaker", "plug")
    told = "The {} restarts and asks for the password that is printed on its\nlabel; type it in care-\nfully."
    pages = [
        f"Tidewire manual\n{told.format(one)}\nMore about the {one}.\nPage {at}" for at, one in enumerate(things)
    ]
    text = only("manual.pdf", pdf(*pages)).text
    assert "printed on its label; type it in carefully." in text
    assert "Tidewire manual" not in text
    assert "Page 3" not in text
    assert text.count("More about the camera.") == 1


def test_a_pdf_locked_against_changes_alone_is_read() -> None:
    assert "Fine" in only("a.pdf", pdf("Fine.", owner="secret")).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (pdf("Secret.", password="secret"), "encrypted"),
        (pdf("Fine.")[:200], "no PDF that can be read"),
        (b"not a PDF at all", "no PDF that can be read"),
        (b"", "no PDF that can be read"),
        (pdf(""), "pictures without text"),
    ],
    ids=["encrypted", "cut", "no PDF", "empty", "scanned"],
)
def test_a_pdf_that_cannot_be_read_says_why(content: bytes, said: str) -> None:
    assert said in fault("a.pdf", content)


@given(st.binary(max_size=300), st.integers(0, 700))
def test_no_broken_pdf_is_more_than_a_fault(noise: bytes, at: int) -> None:
    whole = pdf("Press the button.")
    (found,) = read("a.pdf", whole[:at] + noise + whole[at + len(noise) :])
    assert isinstance(found, (Document, Fault))


def export(*articles: object) -> bytes:
    return json.dumps({"articles": articles, "next_page": None}).encode()


def test_a_help_center_export_is_read_article_by_article() -> None:
    given = {
        "id": 360001,
        "title": "Refunds",
        "body": "<h2>When</h2><p>In 5 days.</p>",
        "html_url": "https://help.example/refunds",
        "updated_at": "2026-05-01T10:00:00Z",
        "locale": "en-us",
        "label_names": ["money"],
        "user_segment_id": None,
        "draft": False,
    }
    document = only("export.json", export(given))
    assert (document.id, document.title, document.tags) == ("360001", "Refunds", ("money",))
    assert (document.url, document.language, document.audience) == ("https://help.example/refunds", "en", "public")
    assert document.text == "## When\n\nIn 5 days."
    assert document.updated_at is not None


def test_what_only_some_may_read_is_for_agents_and_drafts_are_left_out() -> None:
    restricted = {"id": 1, "title": "Inside", "body": "<p>Ask a lead.</p>", "user_segment_id": 7}
    draft = {"id": 2, "title": "Soon", "body": "<p>…</p>", "draft": True}
    inside, note = read("export.json", export(restricted, draft))
    assert isinstance(inside, Document)
    assert inside.audience == "agents"
    assert isinstance(note, Note)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"tickets": []}', b'{"articles": {}}'])
def test_what_is_no_export_says_so(content: bytes) -> None:
    assert fault("export.json", content)


def test_an_article_without_text_or_id_is_named_by_its_place() -> None:
    first, second = read("export.json", export({"title": "Empty", "body": None}, "text"))
    assert (first.id, second.id) == ("export:1", "export:2")
    assert isinstance(first, Fault)
    assert isinstance(second, Fault)
