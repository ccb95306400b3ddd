"""One refund, two reviewers, repeats, expired waits, late messages and crashes: nothing is paid after a no."""

from collections import deque
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from typing import NamedTuple

from firstcontact.cases.conversation import Status
from firstcontact.cases.due import EntryPoint
from firstcontact.cases.steps import NextStep
from firstcontact.errors import Conflict, FirstContactError
from firstcontact.resolution.act import plan_action
from firstcontact.review import desk
from firstcontact.review.filing import enqueue
from firstcontact.review.generations import latest
from firstcontact.review.records import Choice, Decision, Review, ReviewRequest, ReviewState
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.examples import a_case, asks_for
from tests.fakes.faults import Fault
from tests.fakes.services import FakeServices
from tests.fakes.systems import order
from tests.review.desk_steps import NOON

MOSTLY = st.sampled_from([True, True, True, False])
WRITES = [
    "cases.put",
    "reviews.put",
    "reviews.put_new",
    "reviews.decide",
    "conversations.put",
    "workflow.resume",
    "workflow.start",
    "idempotency_store.begin",
    "idempotency_store.settle",
    "payments.refund",
]
REVIEWERS = ["rosa", "sven", "sam"]
FUNCTIONS = {NextStep.ACT: "take_action", NextStep.SEND: "send_reply", NextStep.RECORD: "record_outcome"}
BEGINS = {EntryPoint.APPROVED: NextStep.ACT, EntryPoint.SEND: NextStep.SEND}


class Killed(Exception):
    """The function was killed at this point."""


class Execution(NamedTuple):
    """An execution of the workflow and the state that it is in."""

    state: str
    reviewed: bool = False


class Desk(RuleBasedStateMachine):
    """One case, every execution that works on it, and every message that asks a person about it."""

    def __init__(self) -> None:
        super().__init__()
        self.services = FakeServices()
        self.services.durable.on_start = self._begin
        self.at = NOON
        self.ready: deque[Execution] = deque()
        self.waits: set[str] = set()
        self.messages: list[ReviewRequest] = []
        self.delivered: set[str] = set()
        self.seen: dict[str, Review] = {}
        self.accepted: dict[str, set[tuple[str, Choice]]] = {}

    @initialize(total=st.sampled_from(["298.00", "1298.00"]))
    def a_refund_waits_for_a_person(self, total: str) -> None:
        self.total, self.changed = total, False
        self.services.storefront.add(order("1009", total=total))
        case, _, reason = plan_action(a_case("refund order 1009", route=asks_for("refund")), self.services)
        self.case_id = self.services.cases.put(case).case_id
        self._wait(reason)

    def _begin(self, case_id: str, begin: str, name: str) -> None:
        self.ready.append(Execution(BEGINS[EntryPoint(begin)], reviewed=True))

    def _wait(self, reason: str = "asked") -> None:
        token = f"token {len(self.messages)}"
        self.waits.add(token)
        self.messages.append(ReviewRequest(case_id=self.case_id, task_token=token, reason=reason))

    @rule()
    def another_execution_asks_a_person_about_the_same_case(self) -> None:
        if len(self.messages) < 6:
            self._wait()

    @rule(data=st.data())
    def a_message_arrives_first_late_or_again(self, data: st.DataObject) -> None:
        self._deliver(data.draw(st.sampled_from(self.messages)))

    def _deliver(self, message: ReviewRequest) -> None:
        with suppress(Killed, FirstContactError):
            enqueue(message, self.services)
            self.delivered.add(message.task_token)
        self._look()

    def _look(self) -> None:
        """Reviewers remember what they have seen, so that they act on it although it is out of date."""
        if review := self.services.review_file.find(self.case_id):
            self.seen[review.review_id] = review

    @precondition(lambda self: self.waits - set(self.services.durable.resumed) - self.services.durable.expired)
    @rule(data=st.data())
    def a_wait_expires_and_asks_again(self, data: st.DataObject) -> None:
        durable = self.services.durable
        waits = sorted(self.waits - set(durable.resumed) - durable.expired)
        durable.expired.add(data.draw(st.sampled_from(waits)))
        self._wait("States.Timeout")

    @rule(minutes=st.sampled_from([1, 14, 15]))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)
        self.services.book.clock += 60 * minutes

    @precondition(lambda self: self.seen)
    @rule(data=st.data(), who=st.sampled_from(REVIEWERS), fresh=st.booleans())
    def claim(self, data: st.DataObject, who: str, fresh: bool) -> None:
        review = self._chosen(data, fresh)
        with suppress(Killed, FirstContactError):
            self.seen[review.review_id] = desk.claim(review, who, self.at, self.services.cases, self.services.reviews)

    @precondition(lambda self: self.seen)
    @rule(data=st.data(), who=st.sampled_from(REVIEWERS))
    def release(self, data: st.DataObject, who: str) -> None:
        with suppress(Killed, FirstContactError):
            desk.release(self._chosen(data, fresh=True), who, self.at, self.services.reviews)

    def _chosen(self, data: st.DataObject, fresh: bool) -> Review:
        kept = self.services.review_file.find(self.case_id)
        return kept if fresh and kept else self.seen[data.draw(st.sampled_from(sorted(self.seen)))]

    @rule(
        data=st.data(),
        who=st.sampled_from(REVIEWERS),
        choice=st.sampled_from([Choice.APPROVE, Choice.APPROVE, Choice.EDIT, Choice.REJECT]),
        latest_one=MOSTLY,
        claims=MOSTLY,
        times=st.integers(1, 2),
    )
    def decide(
        self, data: st.DataObject, who: str, choice: Choice, latest_one: bool, claims: bool, times: int
    ) -> None:
        if latest_one:
            self._deliver(self.messages[-1])
        if not self.seen:
            return
        review = self._chosen(data, fresh=latest_one)
        for _ in range(times):
            if claims:
                with suppress(Killed, FirstContactError):
                    review = desk.claim(review, who, self.at, self.services.cases, self.services.reviews)
            self._decide(review, who, choice)
            review = self.services.review_file.kept[self.case_id]

    def _decide(self, review: Review, who: str, choice: Choice) -> None:
        """Decide as the function does; a loser is refused with a conflict, and with nothing else."""
        decision = Decision(decision=choice, text="By hand." if choice is Choice.EDIT else None)
        with suppress(Killed, Conflict):
            latest(review.review_id, self.services.reviews)
            decided = desk.decide(review, decision, who, self.at, self.services)
            if decided.state is ReviewState.DECIDED:
                self.accepted.setdefault(review.review_id, set()).add((who, choice))
            desk.resume(decided, self.services)
        self._look()

    @rule(name=st.sampled_from(WRITES), after=st.booleans())
    def the_next_function_that_writes_this_is_killed(self, name: str, after: bool) -> None:
        self.services.faults.plan(Fault(name, 1, after, Killed()))

    @rule()
    def the_shop_changes_the_order_or_changes_it_back(self) -> None:
        self.changed = not self.changed
        self.services.storefront.add(order("1009", total="300.00" if self.changed else self.total))

    @rule()
    def the_workflow_goes_on(self) -> None:
        for token in sorted(self.waits & set(self.services.durable.resumed)):
            self.waits.remove(token)
            self.ready.append(Execution(str(self.services.durable.resumed[token]["next"]), reviewed=True))
        for _ in range(len(self.ready)):
            self._step(self.ready.popleft())

    def _step(self, execution: Execution) -> None:
        task = {"case_id": self.case_id, "reason": "", "reviewed": execution.reviewed, "failed": False}
        handler = import_module(f"functions.{FUNCTIONS[NextStep(execution.state)]}.handler").handler
        try:
            answer = handler(task, None, self.services)
        except (Killed, FirstContactError):
            self.ready.append(execution)  # tried again
            return
        if execution.state == NextStep.RECORD:
            return
        if answer["next"] == NextStep.PERSON:
            self._wait(answer["reason"])
        else:
            self.ready.append(Execution(answer["next"], execution.reviewed))

    @invariant()
    def a_customer_who_was_told_no_is_not_paid(self) -> None:
        told = [message for message in self.services.talks.history if message.status is Status.REFUSED]
        assert not (told and self.services.bank.paid)

    @invariant()
    def only_an_approved_refund_is_paid_and_only_once(self) -> None:
        approved = [who for taken in self.accepted.values() for who, choice in taken if choice is Choice.APPROVE]
        assert len(self.services.bank.paid) <= 1
        review = self.services.review_file.find(self.case_id)
        decided = review is not None and review.decision is not None and review.decision.decision is Choice.APPROVE
        assert not self.services.bank.paid or approved or decided

    @invariant()
    def each_generation_has_one_decision(self) -> None:
        assert all(len(taken) == 1 for taken in self.accepted.values()), self.accepted

    def teardown(self) -> None:
        self.services.heal()
        self.services.storefront.add(order("1009", total=self.total))
        for _ in range(30):
            for message in self.messages:
                if message.task_token not in self.delivered:
                    self._deliver(message)
            self._finish()
            self.the_workflow_goes_on()
        durable, case = self.services.durable, self.services.case_file.get(self.case_id)
        assert case.closed_at is not None, case
        assert not self.ready
        assert self.waits <= set(durable.resumed) | durable.expired
        assert self.services.review_file.waiting().reviews == ()
        self.a_customer_who_was_told_no_is_not_paid()
        self.each_generation_has_one_decision()

    def _finish(self) -> None:
        """A reviewer repeats the decision that was made, or makes one."""
        review = self.services.review_file.find(self.case_id)
        if review is None:
            return
        if review.decision is not None:
            self._decide(review, str(review.claimed_by), review.decision.decision)
        elif review.state.waiting:
            self.at += desk.LEASE
            who = next(name for name in REVIEWERS if name != review.approved_by)
            with suppress(Conflict):
                claimed = desk.claim(review, who, self.at, self.services.cases, self.services.reviews)
                is_paid = self.services.case_file.get(self.case_id).receipt is not None
                self._decide(claimed, who, Choice.APPROVE if is_paid or len(self.messages) % 2 else Choice.REJECT)


TestDesk = Desk.TestCase
TestDesk.settings = settings(
    max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
