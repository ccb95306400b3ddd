"""A process may be killed at any moment: every case still ends, nothing is paid without a yes, nobody is told wrong.

Each story is played once for every moment before and after every call that any function makes, with the process
killed there.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from firstcontact.cases.conversation import NewMessage, Status
from firstcontact.channels.chat import receive_message
from firstcontact.errors import FirstContactError
from firstcontact.identity.records import Customer
from firstcontact.record import now
from firstcontact.recovery.sweeper import sweep
from firstcontact.review import desk
from firstcontact.review.records import Choice, Decision

from tests.durable import DurablePath
from tests.fakes.faults import Killed
from tests.fakes.services import FakeServices
from tests.fakes.systems import ADA
from tests.functions.handlers import event, handler

QUESTION = "How long does standard delivery to Germany take?"
UNBACKED = "Quail drones deliver it free of charge within 99 minutes [1]."
ROUNDS = 12
MOMENTS = 400  # more than any story has
Story = Callable[["Shop"], None]


class Shop:
    """One suite with a customer, a reviewer who always decides alike, and the sweeper."""

    def __init__(self, choice: Choice) -> None:
        self.services = FakeServices()
        self.path = DurablePath(self.services)
        self._choice = choice
        self._conversation: str | None = None

    def say(self, text: str) -> None:
        """A message; its answer may never come."""
        new = NewMessage(text=text, conversation_id=self._conversation)
        with suppress(FirstContactError, Killed):
            receive_message(new, Customer(customer_id=ADA), self.services, lambda stage, case: None)
        for case in self.services.case_file.kept.values():
            self._conversation = case.conversation_id

    def post_with_key(self) -> None:
        """A question over REST, with an Idempotency-Key."""
        with suppress(Killed):
            handler("chat")(event("chat/keyed"), None, self.services)

    def go_on(self) -> None:
        """What happens on its own: the stream, the workflow, the queue, the sweeper."""
        with suppress(Killed):
            self.path.run()
        with suppress(Killed):
            sweep(now() + timedelta(hours=1), self.services)

    def review(self) -> None:
        """The reviewer decides whatever waits; without a draft to approve, they write the reply."""
        services = self.services
        for review in services.review_file.waiting(limit=100).reviews:
            choice = self._choice if review.draft else Choice.EDIT
            decision = Decision(decision=choice, text="A person wrote this." if choice is Choice.EDIT else None)
            with suppress(FirstContactError, Killed):
                held = desk.claim(review, "rosa", now(), services.cases, services.reviews)
                desk.resume(desk.decide(held, decision, "rosa", now(), services), services)

    def finish(self) -> None:
        """Go on until nothing moves any more."""
        for _ in range(ROUNDS):
            self.go_on()
            self.review()


def a_sure_question(shop: Shop) -> None:
    shop.say(QUESTION)


def an_unsure_question(shop: Shop) -> None:
    shop.services.writer.script = UNBACKED
    shop.say(QUESTION)
    shop.go_on()
    shop.review()


def a_wish_for_a_person(shop: Shop) -> None:
    shop.say("I want to talk to a person")
    shop.go_on()
    shop.review()


def a_confirmed_refund(shop: Shop) -> None:
    shop.say("refund order 1017")
    shop.say("yes")
    shop.go_on()


def a_refund_confirmed_three_times(shop: Shop) -> None:
    shop.say("refund order 1017")
    for _ in range(3):
        shop.say("yes")
    shop.go_on()


def a_question_sent_again_with_its_key(shop: Shop) -> None:
    for _ in range(3):
        shop.post_with_key()
        shop.services.book.clock += shop.services.book.hold + 1


def a_declined_refund(shop: Shop) -> None:
    shop.say("refund order 1017")
    shop.say("no")
    shop.go_on()


def an_order_status(shop: Shop) -> None:
    shop.say("Where is my order 1042?")


STORIES: dict[Story, bool | None] = {  # whether money may leave: yes, no, or only if the reviewer approves
    a_sure_question: False,
    an_unsure_question: False,
    a_wish_for_a_person: False,
    a_confirmed_refund: True,
    a_refund_confirmed_three_times: True,
    a_question_sent_again_with_its_key: False,
    a_declined_refund: False,
    an_order_status: False,
}


def play(story: Story, choice: Choice, kill_at: int | None) -> Shop:
    shop = Shop(choice)
    shop.services.faults.kill_at = kill_at
    story(shop)
    shop.finish()
    return shop


@pytest.mark.parametrize("choice", Choice)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_killed_at_any_moment_a_case_ends_and_its_customer_hears_the_truth(story: Story, choice: Choice) -> None:
    moments = play(story, choice, None).services.faults.moments
    assert moments < MOMENTS
    for moment in range(1, moments + 1):
        shop = play(story, choice, moment)
        services, where = shop.services, shop.services.faults.struck
        for case in services.case_file.kept.values():
            assert case.closed_at is not None or case.status is Status.CONFIRM, (where, case)
            paid = [refund for refund in services.bank.paid if case.plan and refund.payment_id == "pay_1017"]
            assert (case.status is Status.ACTED) == bool(paid) or case.plan is None or not case.plan.amount, where
            said = {m.message_id: m for m in services.talks.get(case.conversation_id).messages}
            assert said[case.message_id].status is case.status, where
        assert len(services.case_file.kept) <= 1 or story is not a_question_sent_again_with_its_key, where
        assert len(services.bank.paid) <= (1 if STORIES[story] else 0), where
        assert not services.review_file.waiting(limit=10).reviews, where
