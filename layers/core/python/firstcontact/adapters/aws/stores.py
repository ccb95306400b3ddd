"""Cases, claims, conversations, outcomes and costs in DynamoDB."""

from collections.abc import Iterator

from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.adapters.aws.tables import BY_CUSTOMER
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Conversation, Heading, Message
from firstcontact.cases.outcome import Outcome
from firstcontact.claims.records import Claim
from firstcontact.costs.records import CostEvent
from firstcontact.errors import NotFound


def case_item(case: Case) -> dict[str, str]:
    """A case as stored in its table, without the version."""
    return {"pk": case.case_id, "fact": case.model_dump_json()}


def heading_item(heading: Heading, customer_id: str) -> dict[str, str]:
    """A conversation's heading as stored in its table."""
    key = heading.conversation_id
    return {"pk": key, "sk": key, "customer_id": customer_id, "fact": heading.model_dump_json()}


def message_item(conversation_id: str, message: Message) -> dict[str, str]:
    """A turn as stored in its table."""
    return {"pk": conversation_id, "sk": message.message_id, "fact": message.model_dump_json()}


def outcome_item(outcome: Outcome) -> dict[str, str]:
    """An outcome as stored in its table."""
    return {"pk": outcome.case_id, "fact": outcome.model_dump_json()}


class DynamoCases:
    """Implements ``CaseStore``: cases by id."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, case_id: str) -> Case:
        item = self._table.get({"pk": case_id})
        if item is None:
            raise NotFound(f"there is no case {case_id}", code="case_not_found")
        return Case.model_validate_json(item["fact"])

    def put(self, case: Case) -> Case:
        written = case.model_copy(update={"version": case.version + 1})
        self._table.put_version(case_item(written), case.version)
        return written


class DynamoClaims:
    """Implements ``ClaimStore``: claims by id."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, claim_id: str) -> Claim:
        item = self._table.get({"pk": claim_id})
        if item is None:
            raise NotFound("there is no such claim", code="claim_not_found")
        return Claim.model_validate_json(item["fact"])

    def put(self, claim: Claim) -> Claim:
        written = claim.model_copy(update={"version": claim.version + 1})
        self._table.put_version({"pk": claim.claim_id, "fact": written.model_dump_json()}, claim.version)
        return written


class DynamoConversations:
    """Implements ``ConversationStore``: each has an item for its heading, which names the owner, and one per message.

    The sort key of a heading is the conversation id: it sorts before every message, and headings sort by time.
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, conversation_id: str) -> Conversation:
        items = self._table.query("pk", conversation_id)
        owner = next((item["customer_id"] for item in items if item["sk"] == conversation_id), None)
        if owner is None:
            raise NotFound("there is no such conversation", code="conversation_not_found")
        messages = tuple(Message.model_validate_json(item["fact"]) for item in items if item["sk"] != conversation_id)
        return Conversation(conversation_id=conversation_id, customer_id=owner, messages=messages)

    def put(self, conversation_id: str, message: Message) -> None:
        self._table.put(message_item(conversation_id, message))

    def of_customer(self, customer_id: str, *, limit: int = 20) -> list[Heading]:
        items = self._table.query(
            BY_CUSTOMER.partition, customer_id, index=BY_CUSTOMER.name, backwards=True, limit=limit
        )
        return [Heading.model_validate_json(item["fact"]) for item in items]


class DynamoOutcomes:
    """Implements ``OutcomeStore``: the latest outcome of each case."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, outcome: Outcome) -> None:
        self._table.put(outcome_item(outcome))

    def all(self) -> Iterator[Outcome]:
        for item in self._table.scan():
            yield Outcome.model_validate_json(item["fact"])


class DynamoCosts:
    """Implements ``CostLedger``: cost events, each written only once."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, event: CostEvent) -> None:
        self._table.put({"pk": event.event_id, "fact": event.model_dump_json()}, condition="attribute_not_exists(pk)")

    def all(self) -> Iterator[CostEvent]:
        for item in self._table.scan():
            yield CostEvent.model_validate_json(item["fact"])
