"""Port CaseTransaction: what belongs together is written at once, all of it or nothing."""

from functools import partial

import pytest
from firstcontact.errors import Conflict, NotFound

from tests.contracts.books import Books
from tests.contracts.racing import race
from tests.contracts.samples import a_case, a_heading, a_message, an_outcome


def test_a_message_that_opens_a_conversation_is_kept_with_its_case(books: Books) -> None:
    heading, asked = a_heading(0), a_message(1)
    case = a_case(conversation_id=heading.conversation_id)
    written = books.case_transaction.write(case, asked, opens=heading)
    assert written == case.model_copy(update={"version": 1})
    assert books.cases.get(case.case_id) == written
    conversation = books.conversations.get(heading.conversation_id)
    assert (conversation.customer_id, conversation.messages) == (case.customer_id, (asked,))
    assert books.conversations.of_customer(str(case.customer_id)) == [heading]
    assert list(books.outcomes.all()) == []


def test_a_reply_is_kept_with_its_case_and_how_it_ended(books: Books) -> None:
    heading, asked, reply = a_heading(0), a_message(1), a_message(2, role="assistant")
    case = books.case_transaction.write(a_case(conversation_id=heading.conversation_id), asked, opens=heading)
    outcome = an_outcome(case_id=case.case_id)
    written = books.case_transaction.write(case.model_copy(update={"text": "done"}), reply, outcome=outcome)
    assert (written.version, books.cases.get(case.case_id)) == (2, written)
    assert books.conversations.get(heading.conversation_id).messages == (asked, reply)
    assert list(books.outcomes.all()) == [outcome]


def test_a_case_that_changed_meanwhile_leaves_no_trace_of_what_came_with_it(books: Books) -> None:
    heading = a_heading(0)
    read = books.case_transaction.write(a_case(conversation_id=heading.conversation_id), opens=heading)
    books.cases.put(read)
    with pytest.raises(Conflict) as refusal:
        books.case_transaction.write(read, a_message(1), outcome=an_outcome(case_id=read.case_id))
    assert refusal.value.code == "changed_meanwhile"
    assert books.conversations.get(heading.conversation_id).messages == ()
    assert list(books.outcomes.all()) == []


def test_a_case_that_exists_opens_no_second_conversation(books: Books) -> None:
    case = a_case()
    books.cases.put(case)
    heading = a_heading(0)
    with pytest.raises(Conflict):
        books.case_transaction.write(case, opens=heading)
    with pytest.raises(NotFound):
        books.conversations.get(heading.conversation_id)


def test_of_many_writers_at_once_exactly_one_wins(books: Books) -> None:
    heading = a_heading(0)
    case = books.case_transaction.write(a_case(conversation_id=heading.conversation_id), opens=heading)
    results = race([partial(books.case_transaction.write, case, a_message(n)) for n in range(6)])
    (winner,) = [result for result in results if not isinstance(result, Conflict)]
    assert books.cases.get(case.case_id) == winner
    assert len(books.conversations.get(heading.conversation_id).messages) == 1
