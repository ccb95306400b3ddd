"""The demo shop's knowledge is whole, and its index survives a change of the encoder."""

from pathlib import Path

import pytest
from firstcontact.adapters.search.embedded import EmbeddedIndex
from firstcontact.cli.shop.articles import linked
from firstcontact.errors import Unavailable
from firstcontact.knowledge.records import Document
from firstcontact.text import transcripts

from infra.local.loader import knowledge
from infra.local.models.shops import labelled
from infra.local.standins.sentences import split_sentences
from tests.fakes.models import HashingEncoder


class Renamed(HashingEncoder):
    name = "another"


def test_an_index_of_another_encoder_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "index.sqlite"
    with knowledge.writer(file, HashingEncoder()) as index:
        index.put([Document(id="a", text="Refunds take 5 days.")])
    with knowledge.writer(file, Renamed()) as index:
        index.put([Document(id="b", text="Refunds take 6 days.")])
    found = EmbeddedIndex(file, "another").search(["refunds"], Renamed().encode(["refunds"]), k=5)
    assert [passage.document_id for passage in found] == ["b"]


@pytest.mark.parametrize(
    ("url", "opens"),
    [
        ("https://help.shop.example/a/b", "http://here/live/articles/a%2Fb"),
        ("https://help.shop.com/a/b", "https://help.shop.com/a/b"),
        ("https://example.com/a", "https://example.com/a"),
        ("", ""),
    ],
)
def test_the_console_serves_the_pages_of_addresses_that_exist_nowhere(url: str, opens: str) -> None:
    document = Document(id="a/b", text="Refunds take 5 days.", url=url)
    assert linked(document, "http://here/live").url == opens


def test_what_only_agents_may_read_keeps_its_address() -> None:
    document = Document(id="a", text="Call the warehouse.", url="https://help.shop.example/a", audience="agents")
    assert linked(document, "http://here/live") == document


def test_what_is_no_index_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "index.sqlite"
    file.write_bytes(b"somebody's own file" * 100)
    with pytest.raises(Unavailable):
        knowledge.writer(file, HashingEncoder())
    assert file.read_bytes().startswith(b"somebody")


def test_the_shop_has_articles_tickets_and_chats_each_with_an_id_of_its_own() -> None:
    found = list(labelled().documents())
    assert len({document.id for document in found}) == len(found)
    assert sum(document.kind == "article" for document in found) >= 40
    assert sum(document.kind == "ticket" for document in found) >= 2000


def test_what_agents_answered_in_chats_stands_in_the_articles_unless_they_passed_it_on() -> None:
    known = {s.text for d in labelled().documents() if d.kind == "article" for s in split_sentences(d.text)}
    for chat in (document for document in labelled().documents() if document.id.startswith("chat-")):
        assert transcripts.question_in(chat.text)
        said = transcripts.answer_in(chat.text)
        quotes = any(said.startswith(sentence) for sentence in known)
        assert quotes != ("passed-on" in chat.tags), said
