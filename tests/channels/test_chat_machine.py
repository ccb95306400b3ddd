"""Any order of messages, yes and no, reviews and faults: no case is lost, no refund paid twice, no draft leaks."""

from contextlib import suppress
from datetime import timedelta

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import NewMessage, Status
from firstcontact.channels.chat import receive_message
from firstcontact.errors import FirstContactError, TooSlow
from firstcontact.identity.records import Customer
from firstcontact.record import now
from firstcontact.recovery.sweeper import sweep
from firstcontact.review import desk
from firstcontact.review.generations import latest
from firstcontact.review.records import Choice, Decision, ReviewState
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.durable import DurablePath
from tests.fakes.faults import Killed
from tests.fakes.services import FakeServices
from tests.fakes.systems import ADA, BEN

UNBACKED = "Quail-Canary drones deliver it free of charge within 99 minutes"
ORDERS = {ADA: ("1017", "1042", "1009", "1043"), BEN: ("1043", "1017")}
SLOW = frozenset({"drafter", "orders", "shipping"})  # what leaves a message to the workflow if it is too slow
METHODS = [
    "cases.get",
    "cases.put",
    "case_transaction.write",
    "outcomes.put",
    "conversations.get",
    "conversations.put",
    "workflow.start",
    "workflow.resume",
    "reviews.put",
    "reviews.put_new",
    "reviews.decide",
    "idempotency_store.begin",
    "idempotency_store.settle",
    "payments.refund",
    "orders.get",
    "router",
    "index",
    "drafter",
    "costs.put",
    "socket.send",
]


class Chats(RuleBasedStateMachine):
    """Two customers, two reviewers, one suite on which anything may fail at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.services = FakeServices()
        self.path = DurablePath(self.services)
        self.conversations: dict[str, str] = {}
        self.allowed: set[str] = set()
        self.approved: set[str] = set()
        self.told_of_an_error: list[tuple[str, str, Choice]] = []

    @initialize()
    def open_windows(self) -> None:
        for who in (ADA, BEN):
            self.services.connections.opened(f"window of {who}", Customer(customer_id=who))

    def _say(self, text: str, who: str, conversation_id: str | None) -> Case | None:
        new = NewMessage(text=text, conversation_id=conversation_id)
        try:
            case = receive_message(new, Customer(customer_id=who), self.services, lambda stage, case: None)
        except (FirstContactError, Killed):
            return None
        self.conversations[case.conversation_id] = who
        with suppress(FirstContactError, Killed):
            self.services.connections.follow(f"window of {who}", case.conversation_id)
        return case

    @rule(who=st.sampled_from([ADA, BEN]), backed=st.booleans(), older=st.booleans())
    def ask_a_question(self, who: str, backed: bool, older: bool) -> None:
        self.services.writer.script = None if backed else f"{UNBACKED} [1]."
        self._say("How long does standard delivery to Germany take?", who, self._mine(who) if older else None)

    @rule(who=st.sampled_from([ADA, BEN]), which=st.integers(0, 3), older=st.booleans())
    def ask_for_a_refund(self, who: str, which: int, older: bool) -> None:
        order_id = ORDERS[who][which % len(ORDERS[who])]
        self._say(f"refund order {order_id}", who, self._mine(who) if older else None)

    @rule(
        who=st.sampled_from([ADA, BEN]), text=st.sampled_from(["Where is my order 1042?", "I want a person", "yes"])
    )
    def say_something_else(self, who: str, text: str) -> None:
        self._say(text, who, None)

    @precondition(lambda self: self.conversations)
    @rule(data=st.data(), answer=st.sampled_from(["yes", "no", "yes", "yes, but not now", "ok"]))
    def answer_in_a_conversation(self, data: st.DataObject, answer: str) -> None:
        conversation_id = data.draw(st.sampled_from(sorted(self.conversations)))
        asked = {m.case_id for m in self.services.talks.get(conversation_id).messages if m.status is Status.CONFIRM}
        if answer in ("yes", "ok"):
            self.allowed |= asked
        self._say(answer, self.conversations[conversation_id], conversation_id)

    def _mine(self, who: str) -> str | None:
        return next((key for key, owner in self.conversations.items() if owner == who), None)

    @rule()
    def let_the_workflows_run(self) -> None:
        with suppress(Killed):
            self.path.run()

    @rule()
    def deliver_review_messages_again(self) -> None:
        self.path.queue += [dict(record) for record in self.path.queue]

    @precondition(lambda self: self.services.review_file.waiting().reviews)
    @rule(
        data=st.data(),
        who=st.sampled_from(["rosa", "sam"]),
        choice=st.sampled_from(list(Choice)),
        twice=st.booleans(),
    )
    def review(self, data: st.DataObject, who: str, choice: Choice, twice: bool) -> None:
        waiting = self.services.review_file.waiting().reviews
        review = data.draw(st.sampled_from(waiting))
        self._decide(review.review_id, who, choice, times=2 if twice else 1)

    def _decide(self, review_id: str, who: str, choice: Choice, times: int = 1) -> None:
        services = self.services
        decision = Decision(decision=choice, text="A person wrote this." if choice is Choice.EDIT else None)
        for _ in range(times):
            try:
                review = latest(review_id, services.reviews)
                case = services.case_file.get(review.case_id)
                if review.state is not ReviewState.DECIDED:
                    review = desk.claim(review, who, now(), services.cases, services.reviews)
                    self._note(review.case_id, choice, case)
                desk.resume(desk.decide(review, decision, who, now(), services), services)
            except (FirstContactError, Killed):
                self.told_of_an_error.append((review_id, who, choice))

    def _note(self, case_id: str, choice: Choice, case: Case) -> None:
        if choice is Choice.APPROVE:
            self.approved.add(case_id)
            if case.plan is not None:
                self.allowed.add(case_id)

    @rule(name=st.sampled_from(METHODS), times=st.integers(1, 3), after=st.booleans(), slow=st.booleans())
    def break_something(self, name: str, times: int, after: bool, slow: bool) -> None:
        error = TooSlow("not in time") if slow and name.partition(".")[0] in SLOW else None
        self.services.fail(name, times=times, after=after, error=error)

    @rule(moments=st.integers(1, 40))
    def kill_a_process_soon(self, moments: int) -> None:
        self.services.faults.kill_at = self.services.faults.moments + moments

    @rule(minutes=st.sampled_from([0, 1, 2, 60]))
    def sweep(self, minutes: int) -> None:
        with suppress(Killed):
            sweep(now() + timedelta(minutes=minutes), self.services)

    @rule()
    def mend_everything(self) -> None:
        self.services.heal()

    @rule()
    def let_time_pass(self) -> None:
        self.services.book.clock += 61

    @invariant()
    def a_refund_is_paid_at_most_once_to_its_order_and_only_if_somebody_agreed(self) -> None:
        paid = self.services.bank.paid
        assert len({refund.payment_id for refund in paid}) == len(paid)
        for refund in paid:
            owned = self.services.storefront.orders[refund.payment_id.removeprefix("pay_")]
            assert refund.money == owned.total
        assert self.services.bank.cases <= self.allowed

    @invariant()
    def nothing_of_an_unreviewed_draft_is_in_a_conversation_or_a_window(self) -> None:
        for message in self.services.talks.history:
            if message.role == "assistant" and UNBACKED in message.text:
                assert message.case_id in self.approved
        for _, event in self.services.windows.sent:
            if UNBACKED in str(event):
                assert event["case_id"] in self.approved

    @invariant()
    def nobody_sees_another_customer_s_conversation(self) -> None:
        for connection, event in self.services.windows.sent:
            conversation = self.services.talks.get(str(event["conversation_id"]))
            assert connection == f"window of {conversation.customer_id}"

    def teardown(self) -> None:
        self.services.heal()
        self.let_time_pass()
        for again in list(self.told_of_an_error):
            self._decide(*again)
        for _ in range(20):
            self.path.run()
            sweep(now() + timedelta(hours=1), self.services)
            waiting = self.services.review_file.waiting().reviews
            for review in waiting:
                self._decide(review.review_id, review.claimed_by or "rosa", Choice.EDIT)
                self._decide(review.review_id, review.claimed_by or "rosa", Choice.REJECT)
                self._decide(review.review_id, review.claimed_by or "rosa", Choice.APPROVE)
        self.a_refund_is_paid_at_most_once_to_its_order_and_only_if_somebody_agreed()
        self.nothing_of_an_unreviewed_draft_is_in_a_conversation_or_a_window()
        for case in self.services.case_file.kept.values():
            assert case.status is Status.CONFIRM or (case.status and case.status.final and case.closed_at), case
            if case.case_id in self.services.bank.paid_for:
                assert case.status is Status.ACTED, case


TestChats = Chats.TestCase
TestChats.settings = settings(
    max_examples=120, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
