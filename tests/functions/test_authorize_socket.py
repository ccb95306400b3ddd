"""Who may open a chat window: the bearer of a current ID token of ours, and nobody else."""

import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from firstcontact.errors import Unavailable

from tests.fakes.services import CLIENT_ID, FakeServices
from tests.functions.handlers import call, event
from tests.functions.tokens import PublishedKeys, key, token


@pytest.fixture(autouse=True)
def _published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstcontact.adapters.aws.cognito._keys", lambda url: PublishedKeys())


def _effect(answer: dict[str, Any]) -> str:
    (statement,) = answer["policyDocument"]["Statement"]
    assert statement["Resource"] == event("authorize_socket/no_token")["methodArn"]
    assert statement["Action"] == "execute-api:Invoke"
    return str(statement["Effect"])


@pytest.mark.parametrize("where", ["token_in_query", "token_in_header"])
def test_a_good_token_opens_a_window_for_its_customer(services: FakeServices, where: str) -> None:
    answer = call(f"authorize_socket/{where}", services, Token=token())
    assert _effect(answer) == "Allow"
    assert answer["context"] == {"customer_id": "cus_ada", "valued": False, "groups": ""}


@pytest.mark.parametrize(
    "changed",
    [
        {"token_use": "access"},
        {"token_use": None},
        {"aud": "another-client"},
        {"aud": None},
        {"exp": int(time.time()) - 60},
        {"exp": None},
        {"iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another"},
        {"iss": None},
        {"sub": None},
        {"custom:customer_id": None},
        {"custom:customer_id": ""},
    ],
)
def test_any_other_token_opens_nothing(services: FakeServices, changed: dict[str, Any]) -> None:
    answer = call("authorize_socket/token_in_query", services, Token=token(**changed))
    assert _effect(answer) == "Deny"
    assert answer["context"] == {}


@pytest.mark.parametrize("case", ["no_token", "nonsense"])
def test_without_a_token_nothing_opens(services: FakeServices, case: str) -> None:
    assert _effect(call(f"authorize_socket/{case}", services)) == "Deny"


def test_a_token_signed_by_somebody_else_opens_nothing(services: FakeServices) -> None:
    forged = token(signed_by="somebody else")
    assert _effect(call("authorize_socket/token_in_query", services, Token=forged)) == "Deny"


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_of_another_algorithm_opens_nothing(services: FakeServices, algorithm: str) -> None:
    claims = jwt.decode(token(), options={"verify_signature": False})
    secret = "" if algorithm == "none" else CLIENT_ID * 3
    forged = jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": "published"})
    assert _effect(call("authorize_socket/token_in_query", services, Token=forged)) == "Deny"


def test_a_token_of_an_unpublished_key_opens_nothing(services: FakeServices) -> None:
    claims = jwt.decode(token(), options={"verify_signature": False})
    unknown = jwt.encode(claims, key("pool"), algorithm="RS256", headers={"kid": "another"})
    assert _effect(call("authorize_socket/token_in_query", services, Token=unknown)) == "Deny"


def test_keys_that_cannot_be_read_open_nothing_and_are_no_refusal(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = PublishedKeys(jwt.PyJWKClientConnectionError("down"))
    monkeypatch.setattr("firstcontact.adapters.aws.cognito._keys", lambda url: broken)
    with pytest.raises(Unavailable):
        call("authorize_socket/token_in_query", services, Token=token())


def test_a_token_is_never_logged(services: FakeServices, written: Callable[[], str]) -> None:
    for carried in (token(), token(aud="another-client")):
        call("authorize_socket/token_in_query", services, Token=carried)
        said = written()
        assert "connection" in said or "invocation" in said
        assert carried not in said
        assert carried.rpartition(".")[2] not in said
