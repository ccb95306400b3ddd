"""Port ConversationStore: a conversation has one owner and its turns in order."""

import pytest
from firstcontact.cases.conversation import Status
from firstcontact.cases.ports import ConversationStore
from firstcontact.errors import NotFound
from firstcontact.knowledge.records import Source
from firstcontact.record import new_id, now

from tests.contracts.books import Books
from tests.contracts.samples import a_heading, a_message


def test_an_opened_conversation_belongs_to_its_customer_and_is_empty(books: Books) -> None:
    heading = a_heading(0)
    books.open(heading, "cus_1")
    conversation = books.conversations.get(heading.conversation_id)
    assert conversation.conversation_id == heading.conversation_id
    assert conversation.customer_id == "cus_1"
    assert conversation.messages == ()


def test_an_unknown_conversation_is_not_found(conversations: ConversationStore) -> None:
    with pytest.raises(NotFound) as refusal:
        conversations.get(new_id("conv"))
    assert refusal.value.code == "conversation_not_found"


def test_a_turn_alone_makes_no_conversation(conversations: ConversationStore) -> None:
    conversation_id = new_id("conv")
    conversations.put(conversation_id, a_message(0))
    with pytest.raises(NotFound):
        conversations.get(conversation_id)


def test_turns_come_back_whole_and_oldest_first(books: Books, conversations: ConversationStore) -> None:
    conversation_id = _opened(books)
    reply = a_message(
        2,
        role="assistant",
        text="Grüße 👋",
        status=Status.ANSWERED,
        sources=(Source(document_id="d", title="t", url="u", updated_at=now()),),
        confidence=0.925,
        feedback="up",
    )
    first, last = a_message(1), a_message(3)
    for message in (last, first, reply):
        conversations.put(conversation_id, message)
    assert conversations.get(conversation_id).messages == (first, reply, last)


def test_a_turn_put_again_is_replaced_where_it_stands(books: Books, conversations: ConversationStore) -> None:
    conversation_id = _opened(books)
    first, second = a_message(1), a_message(2)
    for message in (first, second, first.model_copy(update={"text": "released", "status": Status.ANSWERED})):
        conversations.put(conversation_id, message)
    assert [message.text for message in conversations.get(conversation_id).messages] == ["released", second.text]


def test_the_latest_turns_come_first_and_earlier_ones_by_the_page(
    books: Books, conversations: ConversationStore
) -> None:
    conversation_id = _opened(books)
    turns = tuple(a_message(minute) for minute in range(7))
    for message in turns:
        conversations.put(conversation_id, message)
    page = conversations.get(conversation_id, limit=3)
    assert (page.messages, page.more, page.customer_id) == (turns[4:], True, "cus_1")
    page = conversations.get(conversation_id, limit=3, before=turns[4].message_id)
    assert (page.messages, page.more) == (turns[1:4], True)
    page = conversations.get(conversation_id, limit=3, before=turns[1].message_id)
    assert (page.messages, page.more) == (turns[:1], False)
    assert conversations.get(conversation_id, limit=7).more is False


def test_a_rating_leaves_a_reply_that_has_just_changed_as_it_is(
    books: Books, conversations: ConversationStore
) -> None:
    conversation_id = _opened(books)
    shown = a_message(1, role="assistant", text="I am working on this.", status=Status.IN_REVIEW)
    conversations.put(conversation_id, shown)
    reply = shown.model_copy(update={"text": "Three days.", "status": Status.ANSWERED})
    conversations.put(conversation_id, reply)
    conversations.rate(conversation_id, shown.message_id, "up")
    assert conversations.get(conversation_id).messages == (reply.model_copy(update={"feedback": "up"}),)


def test_what_was_never_said_cannot_be_rated(books: Books, conversations: ConversationStore) -> None:
    conversation_id = _opened(books)
    with pytest.raises(NotFound) as refusal:
        conversations.rate(conversation_id, a_message(1).message_id, "down")
    assert refusal.value.code == "message_not_found"
    assert conversations.get(conversation_id).messages == ()


def test_turns_stay_in_their_conversation(books: Books, conversations: ConversationStore) -> None:
    one, other = _opened(books), _opened(books)
    conversations.put(one, a_message(1))
    assert conversations.get(other).messages == ()


def test_a_customer_sees_their_own_conversations_newest_first(books: Books, conversations: ConversationStore) -> None:
    headings = {minutes: a_heading(minutes) for minutes in (2, 0, 3, 1)}
    for heading in headings.values():
        books.open(heading, "cus_1")
        conversations.put(heading.conversation_id, a_message(9))
    books.open(a_heading(4), "cus_10")
    assert conversations.of_customer("cus_1") == [headings[minutes] for minutes in (3, 2, 1, 0)]
    assert conversations.of_customer("cus_1", limit=2) == [headings[3], headings[2]]
    assert conversations.of_customer("cus_2") == []


def _opened(books: Books) -> str:
    heading = a_heading(0)
    books.open(heading, "cus_1")
    return heading.conversation_id
