"""Every case has its outcome and every invocation its cost; finance reads both."""

from decimal import Decimal

import pytest

from tests.e2e.suite import Suite, eventually

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker


def test_a_case_has_an_outcome_and_a_cost_under_its_own_id(suite: Suite) -> None:
    before = suite.call("GET", "/v1/report", "finance").json()["by_ending"]["answered"]
    case_id = suite.ask("How long does standard delivery to Germany take?")["case_id"]
    after = suite.call("GET", "/v1/report", "finance").json()["by_ending"]["answered"]
    assert after == before + 1
    costs = eventually(
        lambda: suite.call("GET", "/v1/costs", "finance").json()["by_case"].get(case_id), "the case's cost"
    )
    assert Decimal(costs) > 0


def test_the_sum_over_functions_is_the_total(suite: Suite) -> None:
    costs = suite.call("GET", "/v1/costs", "finance").json()
    by_function = sum(map(Decimal, costs["by_function"].values()))
    assert by_function == sum(map(Decimal, costs["by_item"].values()))
    assert costs["total"] is None or by_function == Decimal(costs["total"])
    assert "bedrock.input_tokens" in costs["by_item"]


def test_one_id_runs_through_logs_case_and_cost(suite: Suite) -> None:
    case_id = suite.ask("How long does standard delivery to Germany take?")["case_id"]
    assert eventually(lambda: case_id in suite.logs("chat"), "the case id in the log")
    assert case_id in suite.call("GET", "/v1/costs", "finance").json()["by_case"]
