"""The durable path, played with the real handlers: steps, retries, a queue for people, what nobody could settle."""

import json
from collections import deque
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from firstcontact.cases.due import EntryPoint
from firstcontact.cases.steps import NextStep
from firstcontact.errors import FirstContactError

from tests.fakes.faults import Killed
from tests.fakes.services import FakeServices

TRIES = 2
FUNCTIONS: dict[str, str] = {
    NextStep.GUARD: "guard_message",
    NextStep.ROUTE: "route_intent",
    NextStep.RETRIEVE: "retrieve_knowledge",
    NextStep.DRAFT: "draft_reply",
    NextStep.GATE: "gate_reply",
    NextStep.PLAN: "take_action",
    NextStep.ACT: "take_action",
    NextStep.SEND: "send_reply",
    NextStep.RECORD: "record_outcome",
}
BEGINS = {
    EntryPoint.GUARD: NextStep.GUARD,
    EntryPoint.ACTION: NextStep.ACT,
    EntryPoint.APPROVED: NextStep.ACT,
    EntryPoint.SEND: NextStep.SEND,
    EntryPoint.REVIEW: NextStep.PERSON,
}


@dataclass(frozen=True)
class Execution:
    """One execution: whose, where it stands, and what it knows of its way so far."""

    case_id: str
    state: str
    name: str
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

    def _start(self, case_id: str, begin: str, name: str) -> None:
        begun = EntryPoint(begin)
        reviewed = begun in (EntryPoint.APPROVED, EntryPoint.SEND)
        self.ready.append(Execution(case_id, BEGINS[begun], name, reviewed=reviewed))

    def run(self) -> None:
        """Play what is ready, give people what waits, and go on with what they decided."""
        self.services.publish_due()
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
        try:
            failed = handler({"Records": self.queue}, None, self.services)["batchItemFailures"]
        except Killed:
            return  # the messages are delivered again
        back = {failure["itemIdentifier"] for failure in failed}
        self.queue = [record for record in self.queue if record["messageId"] in back]

    def _play(self, execution: Execution) -> None:
        while execution.state != "end":
            if execution.state == NextStep.PERSON:
                self._ask(execution)
                return
            execution = self._step(execution)
        self.services.durable.running.discard(execution.name)

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
            "execution": f"arn:aws:states:us-east-1:000000000000:execution:Resolution:{execution.name}",
        }
        handler = import_module(f"functions.{FUNCTIONS[execution.state]}.handler").handler
        for _ in range(TRIES):
            try:
                step = handler(task, None, self.services)
            except FirstContactError as error:
                reason = f"{execution.state} failed: {error.code}"
                continue
            except Killed:
                reason = f"{execution.state} failed: Runtime.ExitError"
                continue
            return self._after(execution, step)
        return self._caught(replace(execution, reason=reason))

    @staticmethod
    def _after(execution: Execution, step: dict[str, Any]) -> Execution:
        if execution.state == NextStep.RECORD:
            return replace(execution, state="end")
        following: dict[str, tuple[NextStep, ...]] = {
            NextStep.GUARD: (NextStep.ROUTE,),
            NextStep.ROUTE: (NextStep.RETRIEVE, NextStep.PLAN),
            NextStep.RETRIEVE: (NextStep.DRAFT,),
            NextStep.DRAFT: (NextStep.GATE,),
            NextStep.GATE: (NextStep.SEND,),
            NextStep.PLAN: (NextStep.SEND,),
            NextStep.ACT: (NextStep.SEND, NextStep.RECORD),
            NextStep.SEND: (NextStep.RECORD,),
        }
        to = step["next"] if step["next"] in following[execution.state] else NextStep.PERSON
        return replace(execution, state=to, reason=step["reason"])

    def _caught(self, execution: Execution) -> Execution:
        if execution.state == NextStep.RECORD:
            self.unresolved.append(execution.case_id)
            return replace(execution, state="end")
        if execution.reviewed and execution.state in (NextStep.ACT, NextStep.SEND):
            self.unresolved.append(execution.case_id)
            return replace(execution, state=NextStep.RECORD, failed=True)
        return replace(execution, state=NextStep.PERSON)
