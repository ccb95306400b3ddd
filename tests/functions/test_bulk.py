"""A bulk ingestion: a batch of files is read, and the index held to what was read."""

import pytest
from firstcontact.errors import Unavailable

from tests.fakes.services import FakeServices
from tests.functions.handlers import call

OCTOBER, NOVEMBER = "documents/tickets/2026-10.jsonl", "documents/tickets/2026-11.jsonl"


def seed(services: FakeServices) -> None:
    services.shelf.write(OCTOBER, '{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n')
    services.shelf.write(NOVEMBER, '{"id": "3", "text": "Three."}\n{}\n')


def test_a_batch_is_read_and_told_in_totals(services: FakeServices) -> None:
    seed(services)
    assert call("ingest_files/batch", services) == {"files": 2, "documents": 3, "found": 1}


def test_a_file_that_comes_alone_is_a_batch_of_one(services: FakeServices) -> None:
    seed(services)
    assert call("ingest_files/one", services) == {"files": 1, "documents": 2, "found": 0}


def test_started_again_it_ends_with_the_same(services: FakeServices) -> None:
    seed(services)
    assert call("ingest_files/batch", services) == call("ingest_files/batch", services)
    assert len(services.stock.kept.documents()) == 3


def test_the_check_passes_where_everything_is_there_and_fails_where_not(services: FakeServices) -> None:
    seed(services)
    call("ingest_files/batch", services)
    assert call("check_files/tickets", services) == {"files": 2, "documents": 3, "found": 1}
    services.stock.kept.remove(["2"])
    with pytest.raises(Unavailable):
        call("check_files/tickets", services)
