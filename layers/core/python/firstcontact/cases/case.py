"""A case: one question on its way to an answer, an action or a person, with everything learnt so far."""

from enum import StrEnum

from firstcontact.actions.records import ActionRequest, Plan, Receipt
from firstcontact.cases.conversation import Reply, Status
from firstcontact.drafting.records import Draft
from firstcontact.gate.records import Verdict
from firstcontact.guardrails.records import GuardedMessage
from firstcontact.knowledge.records import Passage, Source
from firstcontact.record import Instant, Record
from firstcontact.routing.route import Route


class Channel(StrEnum):
    """How the customer reached us."""

    CHAT = "chat"
    ZENDESK = "zendesk"
    CLAIM = "claim"


class Case(Record):
    """The record that both paths carry forward. ``version`` guards against two writers.

    ``question`` holds the customer's words; models only see ``guarded``, what the guard made of them.
    ``before`` is what the customer said earlier, where the question is not understood without it.
    ``message_id`` names the reply in the conversation. ``customer_id`` is None while nobody proved who is
    asking: such a case can never act. ``valued`` and ``groups`` are what the shop says of the customer.
    ``notice`` is what the customer reads until there is a result. ``working`` says that the workflow is at it,
    not yet a person.
    """

    case_id: str
    conversation_id: str
    channel: Channel
    message_id: str
    question: str
    before: str = ""
    created_at: Instant
    customer_id: str | None = None
    valued: bool = False
    groups: tuple[str, ...] = ()
    ticket_id: str | None = None
    claim_id: str | None = None
    guarded: GuardedMessage | None = None
    route: Route | None = None
    passages: tuple[Passage, ...] = ()
    draft: Draft | None = None
    verdict: Verdict | None = None
    plan: Plan | None = None
    receipt: Receipt | None = None
    status: Status | None = None
    text: str = ""
    notice: str = ""
    reason: str = ""
    reviewed_by: str | None = None
    working: bool = False
    closed_at: Instant | None = None
    version: int = 0

    @property
    def action_request(self) -> ActionRequest:
        """What an action may know of the case."""
        return ActionRequest(
            case_id=self.case_id,
            customer_id=self.customer_id,
            text=self.question,
            groups=self.groups,
            language=self.language,
        )

    @property
    def language(self) -> str:
        """The language the customer writes in (ISO 639); empty where it is not known."""
        return self.route.signals.language if self.route else ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The documents that the draft really cites, each once, in order of first mention."""
        if self.draft is None:
            return ()
        cited = dict.fromkeys(n for numbers in self.draft.citations for n in numbers)
        found = (self.passages[n - 1] for n in cited if 0 < n <= len(self.passages))
        unique = {
            p.document_id: Source(document_id=p.document_id, title=p.title, url=p.url, updated_at=p.updated_at)
            for p in found
        }
        return tuple(unique.values())

    def reply(self) -> Reply:
        """The case as its customer may see it: while it waits for a person, nothing of the draft shows."""
        status = self.status or Status.IN_REVIEW
        return Reply(
            conversation_id=self.conversation_id,
            case_id=self.case_id,
            status=status,
            reply=self.notice if status is Status.IN_REVIEW else self.text,
            sources=self.sources if status is Status.ANSWERED else (),
            confidence=self.verdict.confidence if self.verdict and not self.reviewed_by else None,
        )
