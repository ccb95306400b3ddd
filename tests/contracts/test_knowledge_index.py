"""What every knowledge index promises, whatever holds it."""

import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest
from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.adapters.search.opensearch import OpenSearchIndex, OpenSearchWriter
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.knowledge.records import Document, Filter, Passage, Tally
from firstcontact.knowledge.search import search_passages
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.models import HashingEncoder

ENCODER = HashingEncoder()
Search = Callable[..., list[Passage]]


class Kept(Protocol):
    """Both sides of one index."""

    def put(self, documents: Iterable[Document]) -> int: ...
    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int: ...
    def prune(self, source: str, kept: Collection[tuple[str, str]]) -> int: ...
    def sources(self) -> set[str]: ...
    def tally(self, source: str) -> Tally: ...
    def search(self, query: str, *, k: int = 5, **where: Any) -> list[Passage]:
        """The options beside k are those of a filter."""
        ...


class InMemory:
    def __init__(self, _: Path) -> None:
        self._fake = FakeKnowledge(ENCODER)
        self.put, self.remove = self._fake.put, self._fake.remove
        self.prune, self.sources, self.tally = self._fake.prune, self._fake.sources, self._fake.tally

    def search(self, query: str, *, k: int = 5, **where: Any) -> list[Passage]:
        return search_passages(query, ENCODER, self._fake, k, where=Filter(**where))


class Embedded:
    def __init__(self, folder: Path) -> None:
        self._path = folder / "index.db"
        EmbeddedWriter(self._path, ENCODER).close()

    def put(self, documents: Iterable[Document]) -> int:
        with EmbeddedWriter(self._path, ENCODER) as writer:
            return writer.put(documents)

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        with EmbeddedWriter(self._path, ENCODER) as writer:
            return writer.remove(document_ids, tenant=tenant)

    def prune(self, source: str, kept: Collection[tuple[str, str]]) -> int:
        with EmbeddedWriter(self._path, ENCODER) as writer:
            return writer.prune(source, kept)

    def sources(self) -> set[str]:
        with EmbeddedWriter(self._path, ENCODER) as writer:
            return writer.sources()

    def tally(self, source: str) -> Tally:
        with EmbeddedWriter(self._path, ENCODER) as writer:
            return writer.tally(source)

    def search(self, query: str, *, k: int = 5, **where: Any) -> list[Passage]:
        index = EmbeddedIndex(self._path, ENCODER.name)
        return search_passages(query, ENCODER, index, k, where=Filter(**where))


class InOpenSearch:
    """An index of its own on a node that all tests share."""

    def __init__(self, url: str) -> None:
        self._client, self._name = connect(url), f"contract-{uuid.uuid4().hex}"
        self.put([])

    def put(self, documents: Iterable[Document]) -> int:
        with OpenSearchWriter(self._client, self._name, ENCODER) as writer:
            return writer.put(documents)

    def remove(self, document_ids: Iterable[str], *, tenant: str = "default") -> int:
        with OpenSearchWriter(self._client, self._name, ENCODER) as writer:
            return writer.remove(document_ids, tenant=tenant)

    def prune(self, source: str, kept: Collection[tuple[str, str]]) -> int:
        with OpenSearchWriter(self._client, self._name, ENCODER) as writer:
            return writer.prune(source, kept)

    def sources(self) -> set[str]:
        with OpenSearchWriter(self._client, self._name, ENCODER) as writer:
            return writer.sources()

    def tally(self, source: str) -> Tally:
        with OpenSearchWriter(self._client, self._name, ENCODER) as writer:
            return writer.tally(source)

    def search(self, query: str, *, k: int = 5, **where: Any) -> list[Passage]:
        index = OpenSearchIndex(self._client, self._name, ENCODER.name)
        return search_passages(query, ENCODER, index, k, where=Filter(**where))


@pytest.fixture(
    params=["memory", "embedded", pytest.param("opensearch", marks=pytest.mark.xdist_group("opensearch"))]
)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    if request.param == "opensearch":
        return InOpenSearch(request.getfixturevalue("opensearch"))
    return InMemory(tmp_path) if request.param == "memory" else Embedded(tmp_path)


def article(name: str, text: str, **fields: object) -> Document:
    return Document.model_validate(
        {"id": name, "title": name.title(), "url": f"https://{name}", "text": text, **fields}
    )


REFUNDS = article("refunds", "Refunds are paid within 5 working days.")
ROUTERS = article("routers", "The router blinks amber while firmware is installed.")


def names(passages: list[Passage]) -> list[str]:
    return [passage.document_id for passage in passages]


def test_an_empty_index_finds_nothing(kept: Kept) -> None:
    assert kept.search("refunds") == []


def test_the_document_with_the_words_comes_first(kept: Kept) -> None:
    kept.put([REFUNDS, ROUTERS])
    assert names(kept.search("when are refunds paid"))[0] == "refunds"


def test_a_passage_brings_all_that_a_source_needs(kept: Kept) -> None:
    kept.put([REFUNDS])
    found = kept.search("refunds")[0]
    assert (found.title, found.url, found.kind) == ("Refunds", "https://refunds", "article")
    assert "5 working days" in found.text
    assert -1 <= found.cosine <= 1.0001


def test_scores_fall_from_first_to_last(kept: Kept) -> None:
    kept.put([REFUNDS, ROUTERS])
    scores = [passage.score for passage in kept.search("router refunds")]
    assert scores == sorted(scores, reverse=True)


def test_no_more_than_k_are_found(kept: Kept) -> None:
    kept.put([REFUNDS, ROUTERS])
    assert [len(kept.search("router refunds", k=k)) for k in (0, 1, 2, 9)] == [0, 1, 2, 2]


def test_a_document_put_again_replaces_itself(kept: Kept) -> None:
    kept.put([REFUNDS])
    kept.put([article("refunds", "Refunds are paid within 9 working days.")])
    found = kept.search("refunds")
    assert names(found) == ["refunds"]
    assert "9 working days" in found[0].text


def test_a_document_put_twice_unchanged_is_there_once(kept: Kept) -> None:
    assert kept.put([REFUNDS]) == kept.put([REFUNDS]) == 1
    assert names(kept.search("refunds")) == ["refunds"]


def test_what_was_removed_is_found_no_more(kept: Kept) -> None:
    kept.put([REFUNDS, ROUTERS])
    assert kept.remove(["refunds", "never there"]) == 1
    assert names(kept.search("refunds")) == ["routers"]


def test_a_tenant_never_sees_another_tenants_documents(kept: Kept) -> None:
    kept.put([REFUNDS, article("routers", "Ours alone.", tenant="other")])
    assert names(kept.search("routers refunds")) == ["refunds"]
    assert names(kept.search("routers refunds", tenant="other")) == ["routers"]
    assert kept.search("routers refunds", tenant="nobody") == []


def test_one_id_may_be_used_by_two_tenants(kept: Kept) -> None:
    kept.put([REFUNDS, article("refunds", "Refunds take 9 days here.", tenant="other")])
    assert kept.remove(["refunds"], tenant="other") == 1
    assert "5 working days" in kept.search("refunds")[0].text


def test_customers_never_see_what_is_for_agents(kept: Kept) -> None:
    kept.put([REFUNDS, article("secret", "Refunds above 500 EUR need approval.", audience="agents")])
    assert names(kept.search("refunds approval")) == ["refunds"]
    assert set(names(kept.search("refunds approval", audience="agents"))) == {"refunds", "secret"}


def test_an_audience_nobody_knows_sees_what_customers_see(kept: Kept) -> None:
    kept.put([REFUNDS, article("secret", "Refunds above 500 EUR need approval.", audience="agents")])
    assert names(kept.search("refunds approval", audience="everyone")) == ["refunds"]


def test_solved_tickets_are_told_from_articles(kept: Kept) -> None:
    kept.put([article("t1", "Customer: Where is it?\n\nAgent: It is on its way.", kind="ticket")])
    assert kept.search("on its way")[0].kind == "ticket"


def test_one_kind_can_be_looked_for_alone(kept: Kept) -> None:
    ticket = article("t1", "Customer: When are refunds paid?\n\nAgent: Within 5 working days.", kind="ticket")
    kept.put([REFUNDS, ticket])
    assert names(kept.search("refunds", kind="article")) == ["refunds"]
    assert names(kept.search("refunds", kind="ticket")) == ["t1"]
    assert len(kept.search("refunds")) == 2


def test_documents_known_to_be_in_another_language_can_be_left_out(kept: Kept) -> None:
    german = article("de", "Refunds heißen Erstattungen.", language="de")
    kept.put([REFUNDS, german, article("en", "Refunds are refunds.", language="en")])
    assert set(names(kept.search("refunds", language="de"))) == {"refunds", "de"}
    assert len(kept.search("refunds")) == 3


def test_only_what_is_known_to_be_new_is_fresh(kept: Kept) -> None:
    old = article("old", "Refunds took 9 days.", updated_at="2025-12-31T23:30:00Z")
    kept.put([REFUNDS, old, article("new", "Refunds take 5 days.", updated_at="2026-01-01T00:30:00+01:00")])
    assert set(names(kept.search("refunds", since="2026-01-01T00:30:00+01:00"))) == {"new", "old"}
    assert names(kept.search("refunds", since="2025-12-31T23:30:01Z")) == []


def test_every_hit_carries_the_date_of_its_document(kept: Kept) -> None:
    kept.put([REFUNDS, article("new", "Refunds take 5 days.", updated_at="2026-01-01T12:00:00+02:00")])
    dates = {one.document_id: one.updated_at for one in kept.search("refunds")}
    assert dates == {"refunds": None, "new": datetime(2026, 1, 1, 10, tzinfo=UTC)}


def test_of_a_source_only_what_it_still_holds_stays(kept: Kept) -> None:
    of_file = [article(name, f"Refunds, part {name}.", source="a.jsonl") for name in ("one", "two", "three")]
    kept.put([*of_file, article("other", "Refunds too.", source="b.jsonl")])
    assert kept.sources() == {"a.jsonl", "b.jsonl"}
    assert kept.prune("a.jsonl", {("default", "two"), ("another tenant", "one")}) == 2
    assert set(names(kept.search("refunds"))) == {"two", "other"}
    assert kept.prune("a.jsonl", ()) == 1
    assert kept.prune("a.jsonl", ()) == 0
    assert kept.sources() == {"b.jsonl"}


def test_a_tally_counts_a_sources_documents_and_knows_them_again(kept: Kept) -> None:
    long = "\n\n".join(f"Paragraph {number}. " + "More of it. " * 60 for number in range(3))
    of_file = [article("one", long, source="a.jsonl"), article("two", "Two.", source="a.jsonl")]
    kept.put([*reversed(of_file), article("other", "Other.", source="b.jsonl")])
    tally = kept.tally("a.jsonl")
    assert tally == Tally.of(document.digest for document in of_file)
    assert tally.documents == 2
    kept.put([article("two", "Two, changed.", source="a.jsonl")])
    assert kept.tally("a.jsonl").checksum != tally.checksum
    assert kept.tally("nowhere") == Tally()


def test_an_article_is_found_by_what_it_is_called_however_much_else_it_tells(kept: Kept) -> None:
    much = " ".join(f"matter{number}" for number in range(60))
    kept.put(
        [
            Document(id="called", title="lost parcel", text=f"lost parcel {much}"),
            Document(id="telling", text=f"lost parcel {much[:30]}"),
            Document(id="ticket", title="lost parcel", text=f"lost parcel {much}", kind="ticket"),
        ]
    )
    assert [hit.document_id for hit in kept.search("lost parcel")] == ["called", "telling", "ticket"]


def test_a_ticket_is_as_close_as_what_its_customer_asked(kept: Kept) -> None:
    question = "When are refunds paid?"
    kept.put([article("t1", f"Customer: {question}\n\nAgent: Look at your bank account.", title="", kind="ticket")])
    assert kept.search(question)[0].cosine == pytest.approx(1, abs=1e-5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=80))
def test_no_query_ever_fails(kept: Kept, query: str) -> None:
    kept.put([REFUNDS])
    assert names(kept.search(query)) == (["refunds"] if query.strip() else [])


def test_a_question_at_the_end_of_a_story_is_found_as_well(kept: Kept) -> None:
    kept.put([REFUNDS, ROUTERS, article("gardens", "We spent the summer in the garden with friends.")])
    story = "We spent the summer in the garden. Friends came over every week. When are refunds paid?"
    assert set(names(kept.search(story, k=2))) == {"gardens", "refunds"}
