"""The durable path, played with the real handlers: steps, retries, a queue for people, what nobody could settle."""

import json
from collections import deque
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from firstcontact.cases.steps import EntryPoint, Next
from firstcontact.errors import FirstContactError

from tests.fakes.services import FakeServices

TRIES = 2
FUNCTIONS: dict[str, str] = {
    Next.GUARD: "guard_message",
    Next.ROUTE: "route_intent",
    Next.RETRIEVE: "retrieve_knowledge",
    Next.DRAFT: "draft_reply",
    Next.GATE: "gate_reply",
    Next.ACT: "take_action",
    Next.SEND: "send_reply",
    Next.RECORD: "record_outcome",
}
BEGINS = {
    EntryPoint.GUARD: Next.GUARD,
    EntryPoint.ACTION: Next.ACT,
    EntryPoint.APPROVED: Next.ACT,
    EntryPoint.SEND: Next.SEND,
    EntryPoint.REVIEW: Next.PERSON,
}


@dataclass(frozen=True)
class Execution:
    """One execution: whose, where it stands, and what it knows of its way so far."""

    case_id: str
    state: str
    reason: str = ""
    reviewed: bool = False
    failed: bool = False


@dataclass
class DurablePath:
    """Every execution of one suite. Nothing moves before ``run`` is called."""

    services: FakeServices
    ready: deque[Execution] = field(default_factory=deque)
    waits: dict[str, Execution] = field(default_factory=dict)
    queue: list[dict[str, Any]] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.services.durable.on_start = self._start

    def _start(self, case_id: str, begin: str) -> None:
        begun = EntryPoint(begin)
        self.ready.append(Execution(case_id, BEGINS[begun], reviewed=begun in (EntryPoint.APPROVED, EntryPoint.SEND)))

    def run(self) -> None:
        """Play what is ready, give people what waits, and go on with what they decided."""
        self._resume()
        while self.ready:
            self._play(self.ready.popleft())
        self._deliver()

    def _resume(self) -> None:
        for token in [token for token in self.services.durable.resumed if token in self.waits]:
            waited = self.waits.pop(token)
            self.ready.append(replace(waited, state=str(self.services.durable.resumed[token]["next"])))

    def _deliver(self) -> None:
        handler = import_module("functions.file_review.handler").handler
        failed = handler({"Records": self.queue}, None, self.services)["batchItemFailures"]
        back = {failure["itemIdentifier"] for failure in failed}
        self.queue = [record for record in self.queue if record["messageId"] in back]

    def _play(self, execution: Execution) -> None:
        while execution.state != "end":
            if execution.state == Next.PERSON:
                self._ask(execution)
                return
            execution = self._step(execution)

    def _ask(self, execution: Execution) -> None:
        token = f"token-{len(self.waits) + len(self.services.durable.resumed)}-{execution.case_id}"
        self.waits[token] = replace(execution, reviewed=True)
        message = {"case_id": execution.case_id, "task_token": token, "reason": execution.reason}
        self.queue.append({"messageId": token, "body": json.dumps(message)})

    def _step(self, execution: Execution) -> Execution:
        task = {
            "case_id": execution.case_id,
            "reason": execution.reason,
            "reviewed": execution.reviewed,
            "failed": execution.failed,
        }
        handler = import_module(f"functions.{FUNCTIONS[execution.state]}.handler").handler
        for _ in range(TRIES):
            try:
                step = handler(task, None, self.services)
            except FirstContactError as error:
                reason = f"{execution.state} failed: {error.code}"
                continue
            return self._after(execution, step)
        return self._caught(replace(execution, reason=reason))

    @staticmethod
    def _after(execution: Execution, step: dict[str, Any]) -> Execution:
        if execution.state == Next.RECORD:
            return replace(execution, state="end")
        following: dict[str, tuple[Next, ...]] = {
            Next.GUARD: (Next.ROUTE,),
            Next.ROUTE: (Next.RETRIEVE,),
            Next.RETRIEVE: (Next.DRAFT,),
            Next.DRAFT: (Next.GATE,),
            Next.GATE: (Next.SEND,),
            Next.ACT: (Next.SEND,),
            Next.SEND: (Next.RECORD,),
        }
        to = step["next"] if step["next"] in following[execution.state] else Next.PERSON
        return replace(execution, state=to, reason=step["reason"])

    def _caught(self, execution: Execution) -> Execution:
        if execution.state == Next.RECORD:
            self.unresolved.append(execution.case_id)
            return replace(execution, state="end")
        if execution.reviewed and execution.state in (Next.ACT, Next.SEND):
            self.unresolved.append(execution.case_id)
            return replace(execution, state=Next.RECORD, failed=True)
        return replace(execution, state=Next.PERSON)
