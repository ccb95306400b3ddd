"""A solved ticket's two sides, and what they do for a new question."""

import pytest
from firstcontact.knowledge.chunking import chunks
from firstcontact.knowledge.context import boost_confirmed_articles, select_context
from firstcontact.knowledge.records import Document, Passage
from firstcontact.text import transcripts

from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.models import HashingEncoder

TICKET = "Customer: Where is my parcel?\n\nAgent: On its way.\n\nCustomer: Since when?\n\nAgent: Since Monday."


def article(name: str, text: str) -> Passage:
    return Passage(document_id=name, title=name, url="", text=text, score=1, cosine=0.5)


def answer(text: str, cosine: float) -> Passage:
    return Passage(document_id="t", title="", url="", text=text, score=1, cosine=cosine, kind="ticket")


def test_a_ticket_has_a_question_and_the_answer_that_solved_it() -> None:
    assert transcripts.has_agent(TICKET)
    assert transcripts.question_in(TICKET) == "Where is my parcel?"
    assert transcripts.answer_in(TICKET) == "Since Monday."


def test_what_the_customer_wrote_is_not_what_the_agent_said() -> None:
    said = transcripts.without_customer(TICKET)
    assert "On its way." in said
    assert "Since Monday." in said
    assert "parcel" not in said


@pytest.mark.parametrize("text", ["Refunds take 5 days.", "", "The Customer: a film. The Agent: its sequel."])
def test_a_text_in_which_nobody_speaks_is_its_own_answer(text: str) -> None:
    assert not transcripts.has_agent(text)
    assert transcripts.question_in(text) == ""
    assert transcripts.answer_in(text) == text


def test_a_ticket_is_indexed_by_what_its_customer_asked() -> None:
    (chunk,) = chunks(Document(id="t", title="Parcel", text=TICKET, kind="ticket"))
    assert chunk.indexed == "Parcel\nWhere is my parcel?"
    assert chunk.text == TICKET


def test_the_article_that_agents_quoted_to_questions_alike_comes_first() -> None:
    articles = [article("a", "Express costs 12.90 EUR."), article("b", "Standard shipping costs 4.90 EUR.")]
    found = boost_confirmed_articles(articles, [answer("Standard shipping costs 4.90 EUR.", 0.8)])
    assert [passage.document_id for passage in found] == ["b", "a"]


def test_what_no_agent_said_leaves_the_order_as_it_was() -> None:
    articles = [article("a", "Express costs 12.90 EUR."), article("b", "Standard shipping costs 4.90 EUR.")]
    assert boost_confirmed_articles(articles, [answer("Please send a photo of the label.", 0.9)]) == articles
    assert boost_confirmed_articles(articles, []) == articles


def test_many_tickets_never_crowd_the_articles_out() -> None:
    index = FakeKnowledge(HashingEncoder())
    index.put([Document(id="refunds", title="Refunds", text="Refunds are paid within 5 days.")])
    index.put(
        Document(id=f"t{n}", kind="ticket", text=f"Customer: When are refunds paid {n}?\n\nAgent: In {n} days.")
        for n in range(60)
    )
    found = select_context("When are refunds paid?", HashingEncoder(), index, articles=3, tickets=4)
    assert [passage.kind for passage in found] == ["article", *["ticket"] * 4]
    assert all("Customer" not in passage.text for passage in found)


def test_an_answer_that_agents_give_again_and_again_is_told_once() -> None:
    index = FakeKnowledge(HashingEncoder())
    asked = ("Where is my parcel?", "My parcel is late, why?", "Parcel lost I think", "No parcel came, and no letter")
    told = [f"Customer: {one}\n\nAgent: The carrier needs 5 days." for one in asked]
    told += ["Customer: Is the parcel insured?\n\nAgent: It is, up to 500 EUR."]
    index.put(Document(id=f"t{place}", kind="ticket", text=text) for place, text in enumerate(told))
    found = select_context("Where is my parcel?", HashingEncoder(), index)
    assert sorted(one.text for one in found) == ["It is, up to 500 EUR.", "The carrier needs 5 days."]


def test_blank_lines_before_who_speaks_take_no_time() -> None:
    text = "Customer: Hello\n" + "\n" * 200_000 + "Agent: Hello."
    assert transcripts.answer_in(text) == "Hello."
    assert not transcripts.has_agent("\n" * 200_000)


def test_an_answer_ends_where_the_customer_speaks_again() -> None:
    text = "Customer: Where is it?\n\nAgent: With the carrier.\n\nCustomer: Thanks! Erika Mustermann, Hauptstr. 5"
    assert transcripts.answer_in(text) == "With the carrier."
    assert transcripts.without_customer(text) == "With the carrier."


def test_who_speaks_may_be_written_in_any_case() -> None:
    assert transcripts.has_agent("customer: my mail is a@b.example\nagent: hi")
    assert transcripts.answer_in("customer: hello\nAGENT: hi") == "hi"


def test_pieces_of_a_ticket_each_begin_with_who_speaks() -> None:
    pieces = ["Customer: It began in May.", "And went on.\n\nAgent: We", "refund it.", "Customer: Thanks"]
    assert list(transcripts.label_speakers(pieces)) == [
        "Customer: It began in May.",
        "Customer: And went on.\n\nAgent: We",
        "Agent: refund it.",
        "Customer: Thanks",
    ]


def test_a_piece_in_which_no_agent_speaks_is_no_ground() -> None:
    knowledge = FakeKnowledge(HashingEncoder())
    story = "\n\n".join(f"My parcel story goes on, part {part}: {'where is it ' * 20}" for part in range(8))
    knowledge.put([Document(id="t", text=f"Customer: {story}\n\nAgent: With the carrier.", kind="ticket")])
    found = select_context("Where is my parcel?", HashingEncoder(), knowledge)
    assert {passage.text for passage in found} <= {"With the carrier."}
