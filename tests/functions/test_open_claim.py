"""Claims: opened for an order of one's own, read by their customer."""

import pytest
from firstcontact.cases.case import Channel
from firstcontact.claims.records import ClaimState
from firstcontact.errors import TooSlow, Unavailable, VendorRefused

from tests.functions.handlers import CLAIM, body, call, problem, seeded


def test_a_claim_is_opened_with_three_places_for_photos() -> None:
    services = seeded()
    opened = body(call("open_claim/open", services), 201)
    claim = services.claims.get(opened["claim_id"])
    assert [upload["fields"]["key"] for upload in opened["uploads"]] == list(claim.uploads)
    assert len(set(claim.uploads)) == 3
    case = services.cases.get(opened["case_id"])
    assert (case.channel, case.claim_id, case.customer_id) == (Channel.CLAIM, claim.claim_id, "cus_ada")
    assert services.spent.events[-1].case_id == case.case_id


def test_a_foreign_order_looks_exactly_like_an_unknown_one() -> None:
    foreign = problem(call("open_claim/foreign_order", seeded()), 422, "order_not_found")
    unknown = problem(call("open_claim/unknown_order", seeded()), 422, "order_not_found")
    assert foreign["detail"].replace("1043", "#") == unknown["detail"].replace("9999", "#")


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [
        ("product_not_in_order", 422, "product_not_in_order"),
        ("missing_field", 400, "missing_field"),
        ("unknown_field", 400, "unknown_field"),
        ("description_too_long", 400, "invalid"),
        ("too_large", 413, "message_too_large"),
        ("staff", 403, "not_a_customer"),
        ("no_claims", 401, "unauthenticated"),
    ],
)
def test_a_bad_claim_is_refused_and_nothing_is_kept(case: str, status: int, code: str) -> None:
    services = seeded()
    problem(call(f"open_claim/{case}", services), status, code)
    assert set(services.claim_file.kept) == {CLAIM}


@pytest.mark.parametrize("port", ["orders", "cases", "claims", "photos"])
def test_a_claim_that_cannot_be_opened_now_says_so(port: str) -> None:
    services = seeded()
    services.fail(port)
    answer = call("open_claim/open", services)
    problem(answer, 503, "unavailable")


def test_a_shop_that_is_too_slow_is_said_so_in_time_and_nothing_is_kept() -> None:
    services = seeded()
    services.fail("orders", error=TooSlow("the shop did not answer"))
    answer = call("open_claim/open", services)
    problem(answer, 503, "too_slow")
    assert answer["multiValueHeaders"]["Retry-After"] == ["2"]
    assert set(services.claim_file.kept) == {CLAIM}


def test_a_vendor_that_is_down_says_when_to_come_back() -> None:
    services = seeded()
    services.fail("orders", error=Unavailable("the shop is not working", code="vendor_down", retry_after=4.2))
    answer = call("open_claim/open", services)
    problem(answer, 503, "vendor_down")
    assert answer["multiValueHeaders"]["Retry-After"] == ["5"]


@pytest.mark.parametrize("code", ["sandbox_fault", "api_error", "invalid_version", "gone", "teapot", "409"])
def test_a_shop_that_refuses_for_its_own_reasons_is_not_quoted(code: str) -> None:
    services = seeded()
    services.fail("orders", error=VendorRefused("the shop refused the request", code))
    assert code not in str(problem(call("open_claim/open", services), 502, "vendor_refused"))
    assert set(services.claim_file.kept) == {CLAIM}


def test_a_claim_shows_its_state_to_its_customer() -> None:
    shown = body(call("open_claim/read", seeded()))
    assert (shown["claim_id"], shown["state"]) == (CLAIM, ClaimState.WAITING_FOR_PHOTO)
    assert "customer_id" not in shown


def test_somebody_else_s_claim_looks_exactly_like_an_unknown_one() -> None:
    services = seeded()
    foreign = problem(call("open_claim/read_foreign", services), 404, "claim_not_found")
    services.claim_file.kept.clear()
    unknown = problem(call("open_claim/read_foreign", services), 404, "claim_not_found")
    assert foreign == unknown


def test_staff_learn_nothing_about_a_claim_not_even_whether_it_is_there() -> None:
    services = seeded()
    there = problem(call("open_claim/read_as_staff", services), 403, "not_a_customer")
    services.claim_file.kept.clear()
    assert problem(call("open_claim/read_as_staff", services), 403, "not_a_customer") == there
