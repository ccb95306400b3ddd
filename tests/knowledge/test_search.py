"""How documents are cut, how rankings are fused, what a prompt gets."""

from datetime import UTC, datetime

import pytest
from firstcontact.knowledge.chunking import chunks
from firstcontact.knowledge.context import select_context, take_distinct
from firstcontact.knowledge.ranking import WORD_WEIGHT, fuse_hits, fuse_ranks
from firstcontact.knowledge.records import Document, Passage
from firstcontact.knowledge.search import search_documents, search_passages
from firstcontact.text import queries
from firstcontact.text.markdown import strip_markdown
from firstcontact.text.ports import MAX_PIECE_CHARS
from firstcontact.text.queries import query_words, split_query
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.models import HashingEncoder


def passage(text: str, name: str = "a") -> Passage:
    return Passage(document_id=name, title="", url="", text=text, score=1, cosine=0.5)


def test_an_article_is_cut_at_its_headings_and_keeps_them() -> None:
    cut = chunks(
        Document(id="a", title="Refunds", text="Intro.\n\n## When\n\nIn 5 days.\n\n## Where\n\nTo your card.")
    )
    assert [chunk.text for chunk in cut] == ["Intro.", "## When\n\nIn 5 days.", "## Where\n\nTo your card."]


def test_every_piece_is_indexed_with_the_title_and_without_markup() -> None:
    cut = chunks(Document(id="a", title="Refunds", text="## When\n\nIn **5 days**, see [terms](https://x)."))
    assert cut[0].indexed == "Refunds\nWhen\n\nIn 5 days, see terms."


def test_a_heading_inside_code_is_no_heading() -> None:
    assert len(chunks(Document(id="a", text="```\n# not a heading\n```\nmore"))) == 1


@given(st.text(min_size=1, max_size=4000))
def test_no_piece_is_much_longer_than_allowed_and_no_word_is_lost(text: str) -> None:
    cut = chunks(Document(id="a", text=text, kind="ticket"))
    assert all(len(chunk.text) <= MAX_PIECE_CHARS + 2 for chunk in cut)
    assert "".join("".join(chunk.text for chunk in cut).split()) == "".join(text.split())


def test_underscores_within_a_name_are_no_markup() -> None:
    assert strip_markdown("set max_size_mb to 5 * 3") == "set max_size_mb to 5 * 3"


def test_fusion_prefers_what_both_rankings_like() -> None:
    fused = dict(fuse_ranks(["a", "b"], ["b", "c"]))
    assert fused["b"] == pytest.approx(1 / 62 + 1 / 61)
    assert max(fused, key=lambda key: fused[key]) == "b"


@given(st.lists(st.lists(st.integers(0, 20), unique=True), max_size=4))
def test_fusion_keeps_every_key_once_best_first(rankings: list[list[int]]) -> None:
    fused = fuse_ranks(*rankings)
    assert sorted(key for key, _ in fused) == sorted({key for ranking in rankings for key in ranking})
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)


def test_words_count_beside_meaning_by_their_share_of_the_best_hit() -> None:
    merged = dict(fuse_hits([[("a", 10.0), ("b", 5.0)]], {"a": [0.2], "b": [0.3], "c": [0.3]}, {}))
    assert merged["a"] == pytest.approx(0.2 + WORD_WEIGHT)
    assert merged["b"] == pytest.approx(0.3 + WORD_WEIGHT / 2)
    assert merged["c"] == pytest.approx(0.3)


def test_what_fits_one_sentence_well_comes_before_what_fits_all_a_little() -> None:
    cosines = {"vague": [0.4, 0.4, 0.4, 0.4], "fitting": [0.3, 0.1, 0.8, 0.1]}
    assert [key for key, _ in fuse_hits([[]] * 4, cosines, {})] == ["fitting", "vague"]


def test_a_passage_is_as_close_as_its_name_where_that_is_closer() -> None:
    merged = fuse_hits([[]], {"a": [0.5], "b": [0.6], "c": [0.2]}, {"a": [0.9], "b": [0.1], "c": [0.9]})
    assert [key for key, _ in merged] == ["a", "c", "b"]
    assert dict(merged)["b"] == pytest.approx(0.6)


def test_pieces_of_articles_are_called_by_title_and_heading_and_tickets_by_nothing() -> None:
    text = "Before.\n\n## How *long*\n\n5 days."
    assert [piece.name for piece in chunks(Document(id="a", title="Refunds", text=text))] == [
        "Refunds",
        "Refunds: How long",
    ]
    assert [piece.name for piece in chunks(Document(id="a", text=text))] == ["", "How long"]
    assert {piece.name for piece in chunks(Document(id="a", title="Help!", text=text, kind="ticket"))} == {""}


def test_of_equals_the_one_given_first_comes_first() -> None:
    assert [key for key, _ in fuse_hits([[]], {"b": [0.5], "a": [0.5]}, {})] == ["b", "a"]


def test_a_message_is_looked_for_whole_and_by_its_sentences() -> None:
    message = "Hello! I bought a tablet last week. It stays dark.\nCan I return it?"
    assert split_query(message) == [
        message,
        "I bought a tablet last week.",
        "It stays dark.",
        "Can I return it?",
    ]
    assert split_query("Can I return it?") == ["Can I return it?"]


@given(st.text(st.sampled_from("abc .!?\n"), max_size=3000))
def test_condensing_leaves_no_sentence_out_and_never_makes_very_many(message: str) -> None:
    whole, *sentences = split_query(message)
    assert whole == message
    assert len(sentences) <= queries.MAX_PARTS
    assert all(piece in "".join(message.split()) for piece in ("".join(one.split()) for one in sentences))


def test_a_message_without_marks_is_read_to_its_end() -> None:
    message = f"{'my parcel went from one depot to another ' * 120}how do I return my router"
    parts = split_query(message)
    assert all(len(part) <= MAX_PIECE_CHARS for part in parts[1:])
    assert parts[-1].endswith("how do I return my router")
    assert " ".join(parts[1:]) == message
    assert "router" in query_words(parts[-1])


def test_a_fence_in_a_ticket_cuts_nothing() -> None:
    text = "Customer: It prints\n\n```\n# restart\n```\n\nAgent: Run this.\n\n```\n# twice\nsudo restart\n```"
    (piece,) = chunks(Document(id="t", text=text, kind="ticket"))
    assert piece.text == text


def test_a_line_too_long_for_a_heading_is_none() -> None:
    text = f"# {'long ' * 60}\n\n" + "\n\n".join(f"{'Paragraph. ' * 60}{number}" for number in range(9))
    assert sum(len(piece.text) for piece in chunks(Document(id="a", text=text))) < 1.1 * len(text)


def test_a_long_list_is_cut_between_its_steps_and_keeps_their_numbers() -> None:
    steps = "\n".join(
        f"{number}. Do the step that is number {number}, slowly and with care." for number in range(1, 40)
    )
    cut = chunks(Document(id="a", text=steps))
    assert len(cut) > 1
    assert "\n".join(piece.text for piece in cut) == steps


def test_a_document_of_headings_alone_is_one_piece() -> None:
    (piece,) = chunks(Document(id="a", title="Returns", text="# Returns\n## By post\n## In a shop"))
    assert piece.text == "# Returns\n## By post\n## In a shop"


def test_a_blank_question_finds_nothing() -> None:
    index = FakeKnowledge(HashingEncoder())
    index.put([Document(id="a", text="Anything.")])
    assert search_passages(" \n", HashingEncoder(), index) == []
    assert search_documents("", HashingEncoder(), index) == []


def test_documents_are_counted_once_however_many_pieces_fit() -> None:
    index = FakeKnowledge(HashingEncoder())
    many = "\n\n".join(f"## Part {n}\n\nrefunds refunds number {n}" for n in range(30))
    index.put([Document(id="many", text=many), Document(id="one", text="refunds once")])
    found = search_documents("refunds", HashingEncoder(), index, 2)
    assert {p.document_id for p in found} == {"many", "one"}


def test_a_prompt_leaves_out_what_repeats_an_earlier_passage() -> None:
    twice = [passage("Refunds take 5 days."), passage("Refunds take 5 days!", "b"), passage("Other.", "c")]
    assert [p.document_id for p in take_distinct(twice, 5)] == ["a", "c"]


def test_passages_that_differ_in_a_number_both_stay() -> None:
    assert len(take_distinct([passage("It costs 4.90 EUR."), passage("It costs 12.90 EUR.", "b")], 5)) == 2


def test_of_equal_passages_the_newer_comes_first_and_a_better_one_stays_first() -> None:
    knowledge = FakeKnowledge(HashingEncoder())
    for name, year, text in (("old", 2020, "Refunds take 9 days."), ("new", 2026, "Refunds take 5 days.")):
        knowledge.put([Document(id=name, text=text, updated_at=datetime(year, 1, 1, tzinfo=UTC))])
    knowledge.put([Document(id="undated", text="Refunds take some days.")])
    found = search_passages("refunds take days", HashingEncoder(), knowledge, 5)
    assert [passage.document_id for passage in found][:2] == ["new", "undated"]
    found = search_passages("refunds take 9 days", HashingEncoder(), knowledge, 5)
    assert found[0].document_id == "old"


def test_what_was_said_before_is_looked_for_beside_a_message_that_leans_on_it() -> None:
    knowledge = FakeKnowledge(HashingEncoder())
    knowledge.put(
        [Document(id="stores", text="Our stores are open."), Document(id="trip", text="Delivery takes days.")]
    )
    alone = search_passages("And to France?", HashingEncoder(), knowledge, 2)
    asked = search_passages(
        "And to France?", HashingEncoder(), knowledge, 2, before="How many days does delivery take?"
    )
    assert [passage.document_id for passage in alone] == ["stores", "trip"]
    assert [passage.document_id for passage in asked] == ["trip", "stores"]


def test_a_prompt_gets_other_passages_however_many_repeat_one() -> None:
    knowledge = FakeKnowledge(HashingEncoder())
    knowledge.put(Document(id=f"t{n}", kind="article", text="Refunds take 5 days!" + "!" * n) for n in range(60))
    knowledge.put([Document(id="other", text="Refunds of gift cards take longer than others do.")])
    found = select_context("refunds take days", HashingEncoder(), knowledge)
    assert len(found) == 2
    assert {passage.document_id for passage in found} >= {"other"}
