"""A flood of one kind of request leaves room for all others, and no request outlives its gateway."""

from infra.concurrency import MAX_RESERVED, UNRESERVED
from infra.functions import CUSTOMERS, FINANCE, FUNCTIONS, HELP_DESK, STAFF
from infra.routes import resolvers
from tests.infra.template import Assembly

GATEWAY_SECONDS = 29
DEFAULT_QUOTA = 1000


def reserved(assembly: Assembly) -> dict[str, object]:
    return {
        function.properties["Handler"].split(".")[1]: function.properties["ReservedConcurrentExecutions"]
        for function in assembly.resources("AWS::Lambda::Function")
    }


def test_every_function_has_room_of_its_own_unless_the_account_is_small(assembly: Assembly) -> None:
    assert reserved(assembly) == {
        row.folder: {"Fn::If": ["ReservesConcurrency", row.reserved, {"Ref": "AWS::NoValue"}]} for row in FUNCTIONS
    }
    template = assembly.templates["FirstContactSuite"]
    assert template["Conditions"]["ReservesConcurrency"] == {"Fn::Equals": [{"Ref": "ReserveConcurrency"}, "yes"]}
    parameter = template["Parameters"]["ReserveConcurrency"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("yes", ["yes", "no"])


def test_all_of_it_fits_into_an_account_as_it_comes() -> None:
    assert sum(row.reserved for row in FUNCTIONS) <= MAX_RESERVED <= DEFAULT_QUOTA - UNRESERVED


def test_customers_have_the_most_room_and_reports_the_least() -> None:
    rooms = {row.folder: row.reserved for row in FUNCTIONS}
    assert rooms["chat"] == max(rooms.values()) == CUSTOMERS
    assert rooms["report"] == min(rooms[folder] for folder in resolvers()) == FINANCE
    assert FINANCE < STAFF < HELP_DESK < CUSTOMERS


def test_a_queue_calls_no_more_at_once_than_its_function_has_room_for(assembly: Assembly) -> None:
    rooms = {f"Functions{name.title().replace('_', '')}": row.reserved for row in FUNCTIONS for name in [row.folder]}
    for mapping in assembly.resources("AWS::Lambda::EventSourceMapping"):
        room = rooms[assembly.words(mapping.properties["FunctionName"])]
        at_once = mapping.properties.get("ParallelizationFactor")  # of a table's stream, whose shards are few
        assert (at_once or mapping.properties["ScalingConfig"]["MaximumConcurrency"]) <= room


def test_a_scheduled_function_never_runs_beside_itself() -> None:
    assert {row.reserved for row in FUNCTIONS if row.every_minutes} == {1}


def test_no_function_behind_the_api_outlives_the_gateways_patience() -> None:
    behind = {*resolvers(), "authorize_socket"}
    assert all(row.seconds <= GATEWAY_SECONDS for row in FUNCTIONS if row.folder in behind)
