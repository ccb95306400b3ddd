"""What keeps an index file from being opened, and what is advised: only one that is no index is to be dropped."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.errors import Unavailable
from firstcontact.knowledge.records import Document

from tests.fakes.models import HashingEncoder

ENCODER = HashingEncoder()
Opening = Callable[[Path], object]


def read(path: Path) -> object:
    return EmbeddedIndex(path, ENCODER.name)


def write(path: Path) -> object:
    return EmbeddedWriter(path, ENCODER)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    path = tmp_path / "i.db"
    with EmbeddedWriter(path, ENCODER) as writer:
        writer.put([Document(id="a", text="Refunds are paid within 5 working days.")])
    return path


def best(index: EmbeddedIndex) -> str:
    return index.search(["number 7"], ENCODER.encode(["number 7"]), k=1)[0].document_id


def test_an_archive_can_be_opened_by_many_at_once(index: Path) -> None:
    archive = index.with_name("i-1.tar")
    with EmbeddedWriter(index, ENCODER) as writer:
        writer.put([Document(id=str(n), text=f"Refund number {n} " * 200) for n in range(200)])
        writer.publish(archive)
    with ThreadPoolExecutor(8) as openers:
        found = list(openers.map(lambda _: best(EmbeddedIndex(archive, ENCODER.name)), range(40)))
    assert set(found) == {"7"}


def refusal(opening: Opening, path: Path) -> Unavailable:
    with pytest.raises(Unavailable) as refused:
        opening(path)
    return refused.value


def failing(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def fail(*_: object, **__: object) -> None:
        error = sqlite3.OperationalError("as SQLite says it")
        error.sqlite_errorcode = code
        raise error

    monkeypatch.setattr("sqlite3.connect", fail)


def test_who_meets_another_writer_is_told_to_try_again(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.connect", partial(sqlite3.connect, timeout=0))
    with closing(sqlite3.connect(index)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused = refusal(write, index)
    assert refused.code == "index_locked"
    assert str(refused) == "i.db cannot be opened: another process is writing to it"
    assert refused.remedy == "Try again when it has finished."


@pytest.mark.parametrize("opening", [read, write])
@pytest.mark.parametrize(
    ("code", "name", "remedy"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "index_locked", "Try again"),
        (sqlite3.SQLITE_LOCKED, "index_locked", "Try again"),
        (sqlite3.SQLITE_FULL, "disk_full", "Free some space"),
        (sqlite3.SQLITE_CANTOPEN, "index_not_accessible", "read and write it"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "index_not_accessible", "read and write it"),
        (sqlite3.SQLITE_PERM, "index_not_accessible", "read and write it"),
        (sqlite3.SQLITE_IOERR_READ, "disk_failed", "Check the disk"),
        (sqlite3.SQLITE_NOMEM, "unavailable", "Wait a moment"),
    ],
)
def test_an_index_that_cannot_be_opened_now_is_not_to_be_dropped(
    index: Path, monkeypatch: pytest.MonkeyPatch, opening: Opening, code: int, name: str, remedy: str
) -> None:
    failing(monkeypatch, code)
    refused = refusal(opening, index)
    assert refused.code == name
    assert remedy in refused.remedy
    assert "Drop the index" not in refused.remedy


@pytest.mark.parametrize("opening", [read, write])
@pytest.mark.parametrize("code", [sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT_INDEX, sqlite3.SQLITE_ERROR])
def test_what_is_no_index_is_to_be_dropped(
    index: Path, monkeypatch: pytest.MonkeyPatch, opening: Opening, code: int
) -> None:
    failing(monkeypatch, code)
    refused = refusal(opening, index)
    assert refused.code == "index_unreadable"
    assert "Drop the index" in refused.remedy


def test_a_folder_in_the_place_of_an_index_is_not_to_be_dropped(tmp_path: Path) -> None:
    (tmp_path / "i.db").mkdir()
    assert refusal(write, tmp_path / "i.db").code == "index_not_accessible"
