"""Every function stops in time to answer or to store: its budget is what Lambda has left, less a reserve."""

import math

import pytest
from firstcontact.entrypoints.invocation import RESERVE, invocation

from tests.fakes.services import FakeServices
from tests.functions.handlers import event, handler, seeded

# A prepared event for each kind of function: REST, window, state, queue, batch, authorizer.
KINDS = [
    "review_desk/list",
    "chat/window_message",
    "guard_message/task",
    "file_review/one",
    "ingest_knowledge/one",
    "authorize_socket/no_token",
]


class Context:
    """Lambda's context, as far as the suite looks at it."""

    def __init__(self, seconds: float) -> None:
        self._milliseconds = int(seconds * 1000)

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds


@pytest.mark.parametrize(("left", "budget"), [(29, 26), (10, 7), (900, 897), (6, 3), (4, 2), (1, 0.5), (0, 0)])
def test_the_budget_leaves_time_to_answer(services: FakeServices, left: float, budget: float) -> None:
    with invocation(services, "task", Context(left)):
        assert services.budget.has(budget - 0.2) or budget == 0
        assert not services.budget.has(budget)


def test_each_invocation_has_a_budget_of_its_own(services: FakeServices) -> None:
    with invocation(services, "task", Context(RESERVE + 0.01)):
        pass
    with invocation(services, "task", Context(29)):
        assert services.budget.has(20)


def test_without_lambda_there_is_no_limit(services: FakeServices) -> None:
    with invocation(services, "task", None):
        assert services.budget.within(math.inf) == math.inf


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_function_takes_its_budget_from_lambda(name: str) -> None:
    services = seeded()
    handler(name.partition("/")[0])(event(name), Context(20), services)
    assert not services.budget.has(20 - RESERVE)


def test_a_chat_over_rest_leaves_to_the_workflow_what_takes_longer_than_its_customers_wait() -> None:
    services = seeded()
    handler("chat")(event("chat/message"), Context(29), services)
    assert not services.budget.has(18)
