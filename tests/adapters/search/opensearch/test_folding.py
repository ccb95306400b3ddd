"""What is found twice is shown once: a write may be sent again, and a replacement interrupted."""

from typing import Any

from firstcontact.adapters.search.opensearch import OpenSearchIndex, mapping
from firstcontact.adapters.search.opensearch.connection import connect

from tests.adapters.search.opensearch.wire import Wire
from tests.fakes.models import HashingEncoder

ENCODER = HashingEncoder()
MAPPING = {"kb-1": {"mappings": {"_meta": {"format": mapping.FORMAT, "encoder": ENCODER.name}}}}


def record(text: str, *, version: int, place: int = 0) -> dict[str, Any]:
    shown = {"document_id": "refunds", "title": "", "url": "", "kind": "article", "updated_at": None, "text": text}
    return {**shown, "version": version, "place": place, "packed": mapping.both(ENCODER.encode([text])[0])["packed"]}


def found(wire: Wire, **records: dict[str, Any]) -> list[str]:
    """The texts of what a search shows, of all these records."""
    hits = [{"_id": name, "_score": 1.0, "_source": one} for name, one in records.items()]
    shards = {"total": 1, "successful": 1, "skipped": 0, "failed": 0}
    answer = {"status": 200, "timed_out": False, "_shards": shards, "hits": {"hits": hits}}
    wire.answers(MAPPING, {"responses": [answer, answer]})
    index = OpenSearchIndex(connect("http://127.0.0.1:9200"), "kb", ENCODER.name)
    return [one.text for one in index.search(["refunds"], ENCODER.encode(["refunds"]), k=5)]


def test_a_passage_that_was_written_twice_is_shown_once(search_wire: Wire) -> None:
    assert found(search_wire, a=record("5 days", version=1), b=record("5 days", version=1)) == ["5 days"]


def test_every_passage_of_a_document_is_shown(search_wire: Wire) -> None:
    first, second = record("5 days", version=1), record("by card", version=1, place=1)
    assert sorted(found(search_wire, a=first, b=second)) == ["5 days", "by card"]


def test_of_a_document_that_is_being_replaced_only_the_new_is_shown(search_wire: Wire) -> None:
    assert found(search_wire, a=record("5 days", version=1), b=record("9 days", version=2)) == ["9 days"]
