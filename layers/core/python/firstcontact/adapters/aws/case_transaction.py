"""Writes a case, its turns and its outcome in one DynamoDB transaction: one round trip, all or nothing."""

from firstcontact.adapters.aws import stores
from firstcontact.adapters.aws.dynamodb import Table, write_together
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Heading, Message
from firstcontact.cases.outcome import Outcome
from firstcontact.costs.ports import Metering


class DynamoCaseTransaction:
    """Implements ``CaseTransaction`` on the tables that the individual stores read."""

    def __init__(self, cases: Table, conversations: Table, outcomes: Table, meter: Metering) -> None:
        self._cases, self._conversations, self._outcomes, self._meter = cases, conversations, outcomes, meter

    def write(self, case: Case, *said: Message, opens: Heading | None = None, outcome: Outcome | None = None) -> Case:
        written = case.model_copy(update={"version": case.version + 1})
        turns = [stores.message_item(case.conversation_id, message) for message in said]
        if opens is not None:
            turns.append(stores.heading_item(opens, str(case.customer_id)))
        requests = [
            self._cases.version_request(stores.case_item(written), case.version),
            *map(self._conversations.request, turns),
            *([self._outcomes.request(stores.outcome_item(outcome))] if outcome else ()),
        ]
        write_together(requests, self._meter)
        return written
