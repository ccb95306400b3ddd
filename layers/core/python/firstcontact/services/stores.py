"""The stores of cases, conversations, reviews, claims, outcomes and the intake of tickets."""

from functools import cached_property
from typing import TYPE_CHECKING

from firstcontact.cases.ports import CaseStore, CaseTransaction, ConversationStore, OutcomeStore
from firstcontact.channels.ports import Connections, IntakeStore, TicketLedger
from firstcontact.claims.ports import ClaimStore, PhotoStore
from firstcontact.costs.ports import CostLedger
from firstcontact.idempotency import IdempotencyStore
from firstcontact.review.ports import ReviewStore
from firstcontact.services.configured import Configured

if TYPE_CHECKING:
    pass


class Stores(Configured):
    """The stores by name."""

    @cached_property
    def cases(self) -> CaseStore:
        from firstcontact.adapters.aws.stores import DynamoCases

        return DynamoCases(self._kept_table("cases_table"))

    @cached_property
    def conversations(self) -> ConversationStore:
        from firstcontact.adapters.aws.stores import DynamoConversations

        return DynamoConversations(self._kept_table("conversations_table"))

    @cached_property
    def case_transaction(self) -> CaseTransaction:
        from firstcontact.adapters.aws.case_transaction import DynamoCaseTransaction

        cases, conversations = map(self._kept_table, ("cases_table", "conversations_table"))
        return DynamoCaseTransaction(cases, conversations, self._table("outcomes_table"), self.meter)

    @cached_property
    def reviews(self) -> ReviewStore:
        from firstcontact.adapters.aws.reviews import DynamoReviews

        return DynamoReviews(self._kept_table("reviews_table"), self._kept_table("cases_table"), self.meter)

    @cached_property
    def claims(self) -> ClaimStore:
        from firstcontact.adapters.aws.stores import DynamoClaims

        return DynamoClaims(self._kept_table("claims_table"))

    @cached_property
    def photos(self) -> PhotoStore:
        from firstcontact.adapters.aws.photos import S3Photos

        return S3Photos(self.settings.need("uploads_bucket"), self.meter)

    @cached_property
    def outcomes(self) -> OutcomeStore:
        from firstcontact.adapters.aws.stores import DynamoOutcomes

        return DynamoOutcomes(self._table("outcomes_table"))

    @cached_property
    def costs(self) -> CostLedger:
        from firstcontact.adapters.aws.stores import DynamoCosts

        return DynamoCosts(self._table("costs_table"))

    @cached_property
    def idempotency_store(self) -> IdempotencyStore:
        from firstcontact.adapters.aws.idempotency_store import DynamoIdempotencyStore

        return DynamoIdempotencyStore(self._table("ledger_table"))

    @cached_property
    def connections(self) -> Connections:
        from firstcontact.adapters.aws.sockets import DynamoConnections

        return DynamoConnections(self._table("connections_table"))

    @cached_property
    def intake(self) -> IntakeStore:
        from firstcontact.adapters.aws.intake import DynamoIntake

        settings = self.settings
        return DynamoIntake(
            self._table("intake_table"), settings.need("uploads_bucket"), self.meter, days=settings.intake_days
        )

    @cached_property
    def tickets(self) -> TicketLedger:
        from firstcontact.adapters.aws.ticket_ledger import DynamoTicketLedger

        return DynamoTicketLedger(self._table("intake_table"))
