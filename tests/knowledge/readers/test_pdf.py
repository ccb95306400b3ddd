"""What is read from PDF files, and what is said of those that cannot be."""

from datetime import UTC, datetime

import pypdf
import pytest
from firstcontact.knowledge.readers import Fault
from firstcontact.knowledge.records import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf.errors import DependencyError

from tests.knowledge.readers.pdf_files import pdf
from tests.knowledge.readers.reading import fault, only, read


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
        (pdf("Fine.")[:200], "not a readable PDF"),
        (b"not a PDF at all", "not a readable PDF"),
        (b"", "not a readable PDF"),
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


def test_a_pdf_locked_in_a_way_that_is_not_known_is_encrypted() -> None:
    assert "encrypted" in fault("a.pdf", pdf("Fine.", owner="secret").replace(b"/Standard", b"/Adobe.PS"))


def test_a_pdf_whose_cipher_is_not_at_hand_is_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(reader: pypdf.PdfReader, password: str) -> None:
        raise DependencyError("cryptography is required")

    monkeypatch.setattr(pypdf.PdfReader, "decrypt", refuse)
    assert "encrypted" in fault("a.pdf", pdf("Fine.", owner="secret"))


def test_a_pdf_pressed_in_a_way_that_is_not_known_is_not_called_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(page: pypdf.PageObject) -> None:
        raise NotImplementedError("Unsupported filter /Foo")

    monkeypatch.setattr(pypdf.PageObject, "extract_text", refuse)
    assert fault("a.pdf", pdf("Fine.")) == "it is not a readable PDF: Unsupported filter /Foo"


@pytest.mark.parametrize(
    ("information", "moment"),
    [
        ({"/ModDate": "D:20260501120000+02'00'"}, datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ({"/ModDate": "D:20260501120000Z"}, datetime(2026, 5, 1, 12, tzinfo=UTC)),
        ({"/ModDate": "D:20260501"}, datetime(2026, 5, 1, tzinfo=UTC)),
        ({"/CreationDate": "D:20250101000000-05'00'"}, datetime(2025, 1, 1, 5, tzinfo=UTC)),
        ({"/ModDate": "in May", "/CreationDate": "D:20250101"}, datetime(2025, 1, 1, tzinfo=UTC)),
        ({"/ModDate": "D:20260501", "/CreationDate": "D:20250101"}, datetime(2026, 5, 1, tzinfo=UTC)),
        ({"/ModDate": "D:99991231235959-01'00'"}, None),
        ({"/ModDate": "D:00010101000000+05'00'"}, None),
        ({"/ModDate": "in May"}, None),
        ({}, None),
    ],
)
def test_a_pdf_was_updated_when_it_says_so_and_else_nobody_knows(
    information: dict[str, str], moment: datetime | None
) -> None:
    assert only("a.pdf", pdf("Fine.", information=information)).updated_at == moment
