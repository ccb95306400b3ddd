"""Only an ID token of this client says who is calling."""

from typing import Any

import pytest
from firstcontact.errors import Forbidden, Unauthenticated
from firstcontact.identity.claims import caller_from_claims, require_customer_id, require_group
from firstcontact.identity.records import Caller
from hypothesis import given
from hypothesis import strategies as st

CLIENT = "our-client"
GOOD: dict[str, Any] = {"token_use": "id", "aud": CLIENT, "sub": "a1b2", "custom:customer_id": "cus_ada"}


def test_an_id_token_of_ours_names_the_customer() -> None:
    assert caller_from_claims(GOOD, CLIENT) == Caller(subject="a1b2", customer_id="cus_ada")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"token_use": "access"}, "wrong_token_use"),
        ({"token_use": None}, "wrong_token_use"),
        ({"token_use": "ID"}, "wrong_token_use"),
        ({"aud": "another-client"}, "wrong_audience"),
        ({"aud": None}, "wrong_audience"),
        ({"aud": [CLIENT]}, "wrong_audience"),
        ({"sub": ""}, "unauthenticated"),
        ({"sub": None}, "unauthenticated"),
    ],
)
def test_any_other_token_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Unauthenticated) as refused:
        caller_from_claims({**GOOD, **change}, CLIENT)
    assert (refused.value.status, refused.value.code) == (401, code)


def test_an_access_token_is_refused_although_it_names_a_client_of_ours() -> None:
    claims = {"token_use": "access", "client_id": CLIENT, "sub": "a1b2", "username": "ada"}
    with pytest.raises(Unauthenticated):
        caller_from_claims(claims, CLIENT)


def test_without_a_client_of_our_own_nobody_gets_in() -> None:
    with pytest.raises(Unauthenticated):
        caller_from_claims({**GOOD, "aud": ""}, "")


@pytest.mark.parametrize(
    ("written", "groups"),
    [
        (["reviewer", "finance"], {"reviewer", "finance"}),
        ("reviewer,finance", {"reviewer", "finance"}),
        ("[reviewer finance]", {"reviewer", "finance"}),
        ("reviewer", {"reviewer"}),
        ("", set()),
        (None, set()),
        ({"reviewer": 1}, set()),
    ],
)
def test_groups_are_read_as_the_token_or_the_gateway_writes_them(written: object, groups: set[str]) -> None:
    assert caller_from_claims({**GOOD, "cognito:groups": written}, CLIENT).groups == groups


def test_a_group_whose_name_holds_another_s_name_is_not_that_group() -> None:
    caller = caller_from_claims({**GOOD, "cognito:groups": "not-reviewer,reviewers"}, CLIENT)
    with pytest.raises(Forbidden):
        require_group(caller, "reviewer")


def test_staff_are_no_customers_and_customers_no_staff() -> None:
    staff = Caller(subject="s", groups=frozenset({"reviewer"}))
    with pytest.raises(Forbidden) as refused:
        require_customer_id(staff)
    assert refused.value.code == "not_a_customer"
    with pytest.raises(Forbidden) as refused:
        require_group(Caller(subject="c", customer_id="cus_ada"), "reviewer")
    assert refused.value.code == "not_in_group"
    assert require_group(staff, "reviewer") is staff


@given(
    st.dictionaries(
        st.sampled_from(["token_use", "aud", "sub", "cognito:groups"]), st.none() | st.text() | st.integers()
    )
)
def test_claims_of_any_shape_name_somebody_or_are_refused(claims: dict[str, Any]) -> None:
    try:
        caller = caller_from_claims(claims, CLIENT)
    except Unauthenticated:
        return
    assert claims["aud"] == CLIENT
    assert caller.subject
