"""Finance reads what cases came to and what they cost; nobody else does."""

import pytest
from firstcontact.cases.outcome import Ending, Outcome
from firstcontact.record import now

from tests.examples import a_case
from tests.fakes.services import FakeServices
from tests.functions.handlers import body, call, problem


def test_a_report_adds_up_what_cases_came_to(services: FakeServices) -> None:
    for ending in (Ending.ANSWERED, Ending.WAITING):
        case = a_case()
        services.outcomes.put(Outcome(case_id=case.case_id, channel=case.channel, ending=ending, at=now()))
    report = body(call("report/report", services))
    assert (report["cases"], report["resolution_rate"]) == (2, "0.5000")


def test_costs_hold_the_invocations_before_this_one(services: FakeServices) -> None:
    call("report/report", services)
    costs = body(call("report/costs", services))
    assert costs["events"] == 1
    assert set(costs["by_function"]) == {"first-contact-tested"}
    assert float(costs["total"]) > 0


@pytest.mark.parametrize("route", ["report", "costs"])
@pytest.mark.parametrize("who", ["reviewer", "customer"])
def test_only_finance_sees_money(services: FakeServices, route: str, who: str) -> None:
    problem(call(f"report/{route}_as_{who}", services), 403, "not_in_group")


def test_without_a_token_nothing_is_shown(services: FakeServices) -> None:
    problem(call("report/without_token", services), 401, "unauthenticated")


def test_a_cost_ledger_that_cannot_be_read_is_said_so(services: FakeServices) -> None:
    services.fail("costs.all")
    problem(call("report/costs", services), 503, "unavailable")
