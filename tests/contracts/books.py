"""A case transaction and the stores of what is written with a case, on every adapter."""

from typing import NamedTuple

from firstcontact.adapters.aws.case_transaction import DynamoCaseTransaction
from firstcontact.adapters.aws.reviews import DynamoReviews
from firstcontact.adapters.aws.stores import DynamoCases, DynamoConversations, DynamoOutcomes
from firstcontact.cases.conversation import Heading
from firstcontact.cases.ports import CaseStore, CaseTransaction, ConversationStore, OutcomeStore
from firstcontact.costs.ports import Metering
from firstcontact.review.ports import ReviewStore

from tests.contracts.samples import a_case
from tests.contracts.tables import make_table
from tests.fakes.stores import FakeCases, FakeCaseTransaction, FakeConversations, FakeOutcomes, FakeReviews


class Books(NamedTuple):
    """What is written together, and where it can be read apart."""

    case_transaction: CaseTransaction
    cases: CaseStore
    conversations: ConversationStore
    outcomes: OutcomeStore
    reviews: ReviewStore

    def open(self, heading: Heading, customer_id: str) -> None:
        """A conversation of this customer in which nothing was said."""
        case = a_case(conversation_id=heading.conversation_id, customer_id=customer_id)
        self.case_transaction.write(case, opens=heading)


def in_memory_books() -> Books:
    """The fakes."""
    cases, conversations, outcomes = FakeCases(), FakeConversations(), FakeOutcomes()
    return Books(
        FakeCaseTransaction(cases, conversations, outcomes), cases, conversations, outcomes, FakeReviews(cases)
    )


def dynamodb_books(meter: Metering) -> Books:
    """Empty tables."""
    cases, conversations, outcomes = (make_table(kind, meter) for kind in ("cases", "conversations", "outcomes"))
    return Books(
        DynamoCaseTransaction(cases, conversations, outcomes, meter),
        DynamoCases(cases),
        DynamoConversations(conversations),
        DynamoOutcomes(outcomes),
        DynamoReviews(make_table("reviews", meter), cases, meter),
    )
