"""A case: one customer question, with everything the pipeline has found out about it so far."""

from enum import StrEnum

from firstcontact.actions.records import ActionRequest, Plan, Receipt
from firstcontact.cases.conversation import Reply, Status
from firstcontact.cases.due import Due
from firstcontact.drafting.records import Draft
from firstcontact.gate.records import Verdict
from firstcontact.guardrails.records import GuardedMessage
from firstcontact.knowledge.records import Passage, Source
from firstcontact.record import Instant, Record
from firstcontact.routing.route import Route


class Channel(StrEnum):
    """The channel through which the customer wrote."""

    CHAT = "chat"
    ZENDESK = "zendesk"
    CLAIM = "claim"


class Case(Record):
    """The state of a case, used by chat and by the workflow. ``version`` is for optimistic locking.

    ``question`` is the customer's original text; models only see ``guarded``, the version that the guard produced.
    ``before`` is the customer's earlier message, set if the question cannot be understood without it.
    ``message_id`` identifies the reply in the conversation. ``customer_id`` is None while the customer is not
    authenticated; such a case can never take an action. The shop provides ``valued`` and ``groups``. ``notice`` is
    shown to the customer until there is a result. ``working`` is true while the workflow processes the case, false
    while it waits for a person. ``intake_key`` names the stored event that the case was made from, which has the
    whole text where ``question`` had to be shortened; ``ticket_id`` is None if the event names no ticket. ``due`` is
    what must happen next outside the process that wrote the case, until it has begun. ``unsettled``: its action has
    begun, and whether it was performed is not known. ``execution`` is the name of the latest run of the workflow,
    ``attempt`` how often one was replaced.
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
    intake_key: str = ""
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
    unsettled: bool = False
    due: Due | None = None
    execution: str = ""
    attempt: int = 0
    closed_at: Instant | None = None
    version: int = 0

    @property
    def decided(self) -> bool:
        """Whether a reviewer has decided it and nothing has made it wait for a person again."""
        return self.reviewed_by is not None and self.status is not Status.IN_REVIEW

    @property
    def action_request(self) -> ActionRequest:
        """The part of the case that an action may see."""
        return ActionRequest(
            case_id=self.case_id,
            customer_id=self.customer_id,
            text=self.question,
            groups=self.groups,
            language=self.language,
        )

    @property
    def language(self) -> str:
        """The customer's language (ISO 639); empty if unknown."""
        return self.route.signals.language if self.route else ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The documents that the draft cites, without duplicates, in order of first citation."""
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
        """The reply as the customer may see it; while the case waits for a person, no part of the draft is shown."""
        status = self.status or Status.IN_REVIEW
        return Reply(
            conversation_id=self.conversation_id,
            case_id=self.case_id,
            status=status,
            reply=self.notice if status is Status.IN_REVIEW else self.text,
            sources=self.sources if status is Status.ANSWERED else (),
            confidence=self.verdict.confidence if self.verdict and not self.reviewed_by else None,
        )
