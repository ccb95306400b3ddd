"""The suite's own records, in memory: versions guard them as they do in the tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from firstcontact.cases import conversation as conversations
from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Conversation, Heading, Message, Rating
from firstcontact.cases.outcome import Outcome
from firstcontact.cases.ownership import look_at
from firstcontact.claims.records import Claim
from firstcontact.costs.records import CostEvent
from firstcontact.errors import Conflict, NotFound, Unavailable
from firstcontact.identity.records import Customer
from firstcontact.record import now
from firstcontact.resilience.records import Circuit
from firstcontact.review.cursor import after, position, position_of
from firstcontact.review.records import PAGE_SIZE, Review, ReviewList


def _checked(read: int, kept: int) -> int:
    if read != kept:
        raise Conflict("the record was changed by another request", code="changed_meanwhile")
    return read + 1


class FakeCases:
    """Fills ``CaseStore``; ``on_due`` is called with each version for which something is due, as by the stream."""

    def __init__(self) -> None:
        self.kept: dict[str, Case] = {}
        self.looks: dict[str, datetime] = {}
        self.on_due: Callable[[Case], None] = lambda case: None

    def get(self, case_id: str) -> Case:
        if case_id not in self.kept:
            raise NotFound(f"there is no case {case_id}", code="case_not_found")
        return self.kept[case_id]

    def put(self, case: Case) -> Case:
        before = self.kept.get(case.case_id)
        version = _checked(case.version, before.version if before else 0)
        written = self.kept[case.case_id] = case.model_copy(update={"version": version})
        self.looks.pop(case.case_id, None)
        if look := look_at(written, now()):
            self.looks[case.case_id] = look
        if written.due is not None:
            self.on_due(written)
        return written

    def overdue(self, now: datetime, *, limit: int = 100) -> list[str]:
        late = [case_id for case_id, look in self.looks.items() if look <= now]
        return sorted(late, key=self.looks.__getitem__)[:limit]

    def postpone(self, case: Case, until: datetime) -> None:
        if self.kept[case.case_id].version == case.version:
            self.looks[case.case_id] = until


class FakeClaims:
    """Fills ``ClaimStore``."""

    def __init__(self) -> None:
        self.kept: dict[str, Claim] = {}

    def get(self, claim_id: str) -> Claim:
        if claim_id not in self.kept:
            raise NotFound("there is no such claim", code="claim_not_found")
        return self.kept[claim_id]

    def put(self, claim: Claim) -> Claim:
        before = self.kept.get(claim.claim_id)
        version = _checked(claim.version, before.version if before else 0)
        self.kept[claim.claim_id] = claim.model_copy(update={"version": version})
        return self.kept[claim.claim_id]


class FakeReviews:
    """Fills ``ReviewStore`` beside the store of the cases that it decides."""

    def __init__(self, cases: FakeCases) -> None:
        self.kept: dict[str, Review] = {}
        self._tokens: dict[str, tuple[str, ...]] = {}
        self._cases = cases

    def find(self, case_id: str) -> Review | None:
        return self.kept.get(case_id)

    def put_new(self, review: Review, task_token: str) -> bool:
        tokens = self.task_tokens(review.case_id)
        if task_token in tokens:
            return False
        self._write(review)
        self._tokens[review.case_id] = (*tokens, task_token)
        return True

    def put(self, review: Review) -> Review:
        if review.case_id not in self.kept:
            raise NotFound("there is no such review", code="review_not_found")
        return self._write(review)

    def decide(self, review: Review, case: Case) -> Review:
        self._check(review)
        self._cases.put(case)
        return self.put(review)

    def waiting(self, *, limit: int = PAGE_SIZE, cursor: str | None = None) -> ReviewList:
        start = position_of(cursor) if cursor else ""
        waits = sorted((review for review in self.kept.values() if review.state.waiting), key=position)
        found = [review for review in waits if position(review) > start]
        return ReviewList(
            reviews=tuple(found[:limit]), cursor=after(found[limit - 1]) if len(found) > limit else None
        )

    def task_tokens(self, case_id: str) -> tuple[str, ...]:
        return self._tokens.get(case_id, ())

    def _write(self, review: Review) -> Review:
        self.kept[review.case_id] = review.model_copy(update={"version": self._check(review)})
        return self.kept[review.case_id]

    def _check(self, review: Review) -> int:
        before = self.kept.get(review.case_id)
        return _checked(review.version, before.version if before else 0)


class FakeConversations:
    """Fills ``ConversationStore``; ``history`` holds every text that ever stood in a conversation."""

    def __init__(self) -> None:
        self._headings: dict[str, tuple[Heading, str]] = {}
        self._messages: dict[str, dict[str, Message]] = {}
        self.history: list[Message] = []

    def opened(self, heading: Heading, customer_id: str) -> None:
        """As the case transaction does it."""
        self._headings[heading.conversation_id] = (heading, customer_id)

    def get(self, conversation_id: str, *, limit: int = conversations.PAGE_SIZE, before: str = "") -> Conversation:
        if conversation_id not in self._headings:
            raise NotFound("there is no such conversation", code="conversation_not_found")
        _, customer_id = self._headings[conversation_id]
        kept = sorted(self._messages.get(conversation_id, {}).items())
        said = [message for message_id, message in kept if not before or message_id < before]
        return Conversation(
            conversation_id=conversation_id,
            customer_id=customer_id,
            messages=tuple(said[-limit:]),
            more=len(said) > limit,
        )

    def rate(self, conversation_id: str, message_id: str, rating: Rating) -> None:
        messages = self._messages.get(conversation_id, {})
        if message_id not in messages:
            raise NotFound("there is no such reply in this conversation", code="message_not_found")
        messages[message_id] = messages[message_id].model_copy(update={"feedback": rating})

    def put(self, conversation_id: str, message: Message) -> None:
        self._messages.setdefault(conversation_id, {})[message.message_id] = message
        self.history.append(message)

    def of_customer(self, customer_id: str, *, limit: int = 20) -> list[Heading]:
        own = [heading for heading, owner in self._headings.values() if owner == customer_id]
        return sorted(own, key=lambda heading: heading.conversation_id, reverse=True)[:limit]


class FakeOutcomes:
    """Fills ``OutcomeStore``."""

    def __init__(self) -> None:
        self.kept: dict[str, Outcome] = {}

    def put(self, outcome: Outcome) -> None:
        self.kept[outcome.case_id] = outcome

    def all(self) -> Iterator[Outcome]:
        return iter(self.kept.values())


class FakeCaseTransaction:
    """Fills ``CaseTransaction`` on the fakes of the kinds it writes."""

    def __init__(self, cases: FakeCases, conversations: FakeConversations, outcomes: FakeOutcomes) -> None:
        self._cases, self._conversations, self._outcomes = cases, conversations, outcomes

    def write(self, case: Case, *said: Message, opens: Heading | None = None, outcome: Outcome | None = None) -> Case:
        written = self._cases.put(case)
        if opens is not None:
            self._conversations.opened(opens, str(case.customer_id))
        for message in said:
            self._conversations.put(case.conversation_id, message)
        if outcome is not None:
            self._outcomes.put(outcome)
        return written


class FakeCosts:
    """Fills ``CostLedger``."""

    def __init__(self) -> None:
        self.events: list[CostEvent] = []

    def put(self, event: CostEvent) -> None:
        if all(kept.event_id != event.event_id for kept in self.events):
            self.events.append(event)

    def all(self) -> Iterator[CostEvent]:
        return iter(self.events)


@dataclass
class _Entry:
    fingerprint: str
    holder: str
    held_until: float
    outcome: str | None = None


@dataclass
class FakeIdempotencyStore:
    """Fills ``IdempotencyStore`` on a clock that tests move by hand."""

    clock: float = 0.0
    hold: float = 60.0
    entries: dict[str, _Entry] = field(default_factory=dict)

    def begin(self, key: str, fingerprint: str, *, holder: str) -> str | None:
        entry = self.entries.get(key)
        if entry is not None:
            if entry.fingerprint != fingerprint:
                raise Conflict("this key was used for another request", code="idempotency_mismatch")
            if entry.outcome is not None:
                return entry.outcome
            if entry.holder != holder and self.clock <= entry.held_until:
                raise Unavailable("the same request is still being processed", code="in_progress")
        self.entries[key] = _Entry(fingerprint, holder, self.clock + self.hold)
        return None

    def settle(self, key: str, result: str) -> None:
        if key not in self.entries:
            raise Unavailable("the claim on this key was lost; the result cannot be stored", code="in_progress")
        if self.entries[key].outcome is None:
            self.entries[key].outcome = result

    def release(self, key: str) -> None:
        if key in self.entries and self.entries[key].outcome is None:
            del self.entries[key]


class FakeConnections:
    """Fills ``Connections``."""

    def __init__(self) -> None:
        self.owners: dict[str, Customer] = {}
        self._followed: dict[str, str] = {}

    def opened(self, connection_id: str, customer: Customer) -> None:
        self.owners[connection_id] = customer

    def customer(self, connection_id: str) -> Customer:
        if connection_id not in self.owners:
            raise NotFound("this chat window is unknown", code="connection_not_found")
        return self.owners[connection_id]

    def follow(self, connection_id: str, conversation_id: str) -> None:
        self.customer(connection_id)
        self._followed[connection_id] = conversation_id

    def following(self, conversation_id: str) -> list[str]:
        return [connection for connection, followed in self._followed.items() if followed == conversation_id]

    def closed(self, connection_id: str) -> None:
        self.owners.pop(connection_id, None)
        self._followed.pop(connection_id, None)


class FakeBreakerStore:
    """Fills ``BreakerStore``."""

    def __init__(self) -> None:
        self.kept: dict[str, Circuit] = {}
        self.reads = self.writes = 0

    def get(self, vendor: str) -> Circuit:
        self.reads += 1
        return self.kept.get(vendor) or Circuit(vendor=vendor)

    def put(self, circuit: Circuit) -> bool:
        self.writes += 1
        kept = self.kept.get(circuit.vendor)
        if circuit.version != (kept.version if kept else 0):
            return False
        self.kept[circuit.vendor] = circuit.model_copy(update={"version": circuit.version + 1})
        return True
