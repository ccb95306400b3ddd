"""Cases, claims, conversations, outcomes and costs in DynamoDB."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zlib import crc32

from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.adapters.aws.tables import BY_CUSTOMER, BY_LOOK
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import PAGE_SIZE, Conversation, Heading, Message, Rating
from firstcontact.cases.outcome import Outcome
from firstcontact.cases.ownership import look_at
from firstcontact.claims.records import Claim
from firstcontact.costs.records import CostEvent
from firstcontact.errors import NotFound
from firstcontact.record import now

WATCHES = 8


def case_item(case: Case) -> dict[str, str]:
    """A case as stored in its table, without the version.

    Only a case that somebody must look at is in the index by time; what is due is its own attribute for the stream.
    """
    item = {"pk": case.case_id, "fact": case.model_dump_json()}
    if look := look_at(case, now()):
        item |= {BY_LOOK.partition: _watch(case.case_id), str(BY_LOOK.sort): look.isoformat()}
    return item | ({"due": case.due.model_dump_json()} if case.due else {})


def _watch(case_id: str) -> str:
    """Spread the open cases over several partitions, of which each takes a thousand writes a second."""
    return f"open-{crc32(case_id.encode()) % WATCHES}"


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

    def overdue(self, now: datetime, *, limit: int = 100) -> list[str]:
        until = (str(BY_LOOK.sort), now.isoformat())
        found = [
            item
            for watch in range(WATCHES)
            for item in self._table.query(
                BY_LOOK.partition, f"open-{watch}", index=BY_LOOK.name, until=until, limit=limit
            )
        ]
        return [item["pk"] for item in sorted(found, key=lambda item: item[str(BY_LOOK.sort)])][:limit]

    def postpone(self, case: Case, until: datetime) -> None:
        values = {str(BY_LOOK.sort): until.isoformat()}
        self._table.change({"pk": case.case_id}, values, condition="version = :read", given={":read": case.version})


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

    def get(self, conversation_id: str, *, limit: int = PAGE_SIZE, before: str = "") -> Conversation:
        below = ("sk", before) if before else None
        # One more tells whether there are earlier messages. The heading is the last of all.
        latest = self._table.query("pk", conversation_id, backwards=True, limit=limit + 1, below=below)
        heading = next((item for item in latest if item["sk"] == conversation_id), None)
        heading = heading or self._table.get({"pk": conversation_id, "sk": conversation_id})
        if heading is None:
            raise NotFound("there is no such conversation", code="conversation_not_found")
        said = [_message(item) for item in latest if item["sk"] != conversation_id]
        return Conversation(
            conversation_id=conversation_id,
            customer_id=heading["customer_id"],
            messages=tuple(reversed(said[:limit])),
            more=len(said) > limit,
        )

    def rate(self, conversation_id: str, message_id: str, rating: Rating) -> None:
        keys = {"pk": conversation_id, "sk": message_id}
        if not self._table.change(keys, {"rating": rating}, condition="attribute_exists(pk)"):
            raise NotFound("there is no such reply in this conversation", code="message_not_found")

    def put(self, conversation_id: str, message: Message) -> None:
        self._table.put(message_item(conversation_id, message))

    def of_customer(self, customer_id: str, *, limit: int = 20) -> list[Heading]:
        items = self._table.query(
            BY_CUSTOMER.partition, customer_id, index=BY_CUSTOMER.name, backwards=True, limit=limit
        )
        return [Heading.model_validate_json(item["fact"]) for item in items]


def _message(item: Mapping[str, str]) -> Message:
    """A turn with its rating, which is its own attribute so that neither of two writers undoes the other's change."""
    message = Message.model_validate_json(item["fact"])
    return message.model_copy(update={"feedback": item["rating"]}) if "rating" in item else message


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
