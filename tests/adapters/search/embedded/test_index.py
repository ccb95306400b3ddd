"""The index in one SQLite file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.errors import Unavailable
from firstcontact.knowledge.records import Document

from tests.fakes.models import HashingEncoder

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors

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


def test_a_closed_index_is_one_file_and_its_vectors(tmp_path: Path) -> None:
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["i.db", "i.vectors"]


def test_a_closed_index_is_read_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sealed"
    with EmbeddedWriter(folder / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert names(folder / "i.db", "refunds") == ["a"]
    assert sorted(path.name for path in folder.iterdir()) == ["i.db", "i.vectors"]


def test_reading_a_published_index_leaves_its_database_beside_it_and_nothing_else(tmp_path: Path) -> None:
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
        (tmp_path / "there").mkdir()
        writer.publish(tmp_path / "there" / "published.tar")
    assert names(tmp_path / "there" / "published.tar", "refunds") == ["a"]
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == ["published.db", "published.tar"]


def test_a_published_index_finds_what_the_written_one_does(tmp_path: Path) -> None:
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        for number in range(30):
            writer.put([DOCUMENT.model_copy(update={"id": str(number), "text": f"Refunds of kind {number}."})])
        writer.remove(str(number) for number in range(0, 30, 2))
        writer.publish(tmp_path / "published.tar")
    assert names(tmp_path / "published.tar", "refunds of kind 7") == names(tmp_path / "i.db", "refunds of kind 7")
    assert (tmp_path / "published.tar").stat().st_size < 100_000


def test_of_a_new_archive_the_older_ones_database_goes(tmp_path: Path) -> None:
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
        for name in ("knowledge-1.tar", "knowledge-2.tar"):
            writer.publish(tmp_path / name)
            assert names(tmp_path / name, "refunds") == ["a"]
    assert [path.name for path in tmp_path.glob("knowledge-*.db")] == ["knowledge-2.db"]


@pytest.mark.parametrize("damage", [slice(0, 600), slice(3000, 3100), slice(-12_000, -11_000)])
def test_a_damaged_archive_is_refused(tmp_path: Path, damage: slice) -> None:
    archive = tmp_path / "i.tar"
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
        writer.publish(archive)
    content = bytearray(archive.read_bytes())
    content[damage] = bytes(byte ^ 0xFF for byte in content[damage])
    archive.write_bytes(content)
    with pytest.raises(Unavailable) as refused:
        EmbeddedIndex(archive, ENCODER.name)
    assert refused.value.code == "index_unreadable"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda vectors: vectors.write_bytes(b"short"), "incomplete"),
        (lambda vectors: vectors.write_bytes(b""), "incomplete"),
        (lambda vectors: vectors.unlink(), "its vectors are missing"),
    ],
)
def test_an_index_without_its_vectors_is_refused(tmp_path: Path, spoil: Callable[[Path], object], said: str) -> None:
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
    spoil(tmp_path / "i.vectors")
    with pytest.raises(Unavailable, match=said) as refused:
        EmbeddedIndex(tmp_path / "i.db", ENCODER.name)
    assert refused.value.code == "index_unreadable"


def test_who_reads_an_index_sees_one_state_of_it(tmp_path: Path) -> None:
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as writer:
        writer.put([DOCUMENT])
        index = EmbeddedIndex(tmp_path / "i.db", ENCODER.name)
        writer.put([DOCUMENT.model_copy(update={"text": "Refunds take longer."})])
        (found,) = index.search(["refunds"], ENCODER.encode(["refunds"]), k=5)
    assert found.text == DOCUMENT.text


def names(path: Path, question: str) -> list[str]:
    found = EmbeddedIndex(path, ENCODER.name).search([question], ENCODER.encode([question]), k=5)
    return [passage.document_id for passage in found]


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
