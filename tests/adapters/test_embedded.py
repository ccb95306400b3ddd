"""The index in one SQLite file."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from firstcontact.adapters.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.adapters.embedded.query import words_query
from firstcontact.errors import Unavailable
from firstcontact.model.knowledge import Document
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fake_models import HashingEncoder

if TYPE_CHECKING:
    from firstcontact.ports import Vectors

ENCODER = HashingEncoder()
DOCUMENT = Document(id="a", title="Refunds", text="Refunds are paid within 5 working days.")


class OtherEncoder(HashingEncoder):
    name = "another"


class CountingEncoder(HashingEncoder):
    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> "Vectors":
        self.texts += len(texts)
        return super().encode(texts)


@pytest.fixture(scope="module")
def words() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
    connection.executemany("INSERT INTO words VALUES (?)", [("refund paid",), ("router blinks",)])
    return connection


@given(text=st.text(max_size=200))
@example(text='" OR *')
@example(text="NOT router")
@example(text="NEAR(refund paid, 1) AND text : router")
@example(text="refund* ^router -paid")
@example(text="\x00 \ud800 'quoted'; DROP TABLE words")
@example(text="zebra " * 500)
def test_a_text_is_only_ever_words_to_look_for(words: sqlite3.Connection, text: str) -> None:
    query = words_query(text)
    found = [] if query is None else words.execute("SELECT text FROM words WHERE words MATCH ?", (query,)).fetchall()
    for (line,) in found:
        assert any(word in text.lower() for word in line.split())


@pytest.mark.parametrize("text", ["", "   ", "?!*", "the and of", "\x00"])
def test_a_text_without_telling_words_asks_for_none(text: str) -> None:
    assert words_query(text) is None


def test_an_index_of_another_encoder_is_refused_with_the_remedy(tmp_path: Path) -> None:
    EmbeddedWriter(tmp_path / "i.db", ENCODER).close()
    with pytest.raises(Unavailable) as refused:
        EmbeddedIndex(tmp_path / "i.db", "another")
    assert refused.value.code == "other_encoder"
    assert "ingest its documents again" in refused.value.remedy
    with pytest.raises(Unavailable):
        EmbeddedWriter(tmp_path / "i.db", OtherEncoder())


def test_an_index_that_is_not_there_says_so_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        EmbeddedIndex(tmp_path / "none.db", "hashing")
    assert refused.value.code == "no_index"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"this is no database" * 50])
def test_a_file_that_is_no_index_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "i.db").write_bytes(content)
    with pytest.raises(Unavailable) as refused:
        EmbeddedIndex(tmp_path / "i.db", "hashing")
    assert refused.value.code == "index_unreadable"


def test_a_closed_index_is_one_file(tmp_path: Path) -> None:
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
    assert [path.name for path in tmp_path.iterdir()] == ["i.db"]


def test_a_published_index_is_read_where_nothing_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / "published" / "i.db"
    target.parent.mkdir()
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
        writer.publish(target)
    target.chmod(0o444)
    target.parent.chmod(0o555)
    found = EmbeddedIndex(target, ENCODER.name).search(["refunds"], ENCODER.encode(["refunds"]), k=1)
    target.parent.chmod(0o755)
    assert [path.name for path in target.parent.iterdir()] == ["i.db"]
    assert [passage.document_id for passage in found] == ["a"]


def test_what_is_being_written_is_read_with_its_log(tmp_path: Path) -> None:
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
        assert (tmp_path / "i.db-wal").exists()
        assert EmbeddedIndex(tmp_path / "i.db", ENCODER.name).search(["refunds"], ENCODER.encode(["refunds"]), k=1)


def test_a_document_that_did_not_change_is_not_encoded_again(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    with EmbeddedWriter(tmp_path / "i.db", encoder) as writer:
        writer.put([DOCUMENT])
        once = encoder.texts
        writer.put([DOCUMENT])
        assert encoder.texts == once
        writer.put([DOCUMENT.model_copy(update={"text": "Refunds take longer."})])
        assert encoder.texts > once
