"""ID tokens: only a current one of our pool and client, signed by the pool's own key, proves anything."""

import base64
import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from firstcontact.adapters.aws import cognito
from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.cognito import CognitoTokenVerifier
from firstcontact.errors import Unauthenticated, Unavailable

from tests.adapters.aws.wire import Answer, Wire, hang_up, said

POOL, CLIENT = "us-east-1_Tidewire1", "4k1nd0fcl13nt1d"
ISSUER = f"https://cognito-idp.us-east-1.amazonaws.com/{POOL}"
PASSWORD = "Tidewire-2026!"
OWN, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


@pytest.fixture(autouse=True)
def no_keys_known() -> Iterator[None]:
    cognito._keys.cache_clear()
    yield
    cognito._keys.cache_clear()


@pytest.fixture
def tokens(wire: Wire) -> CognitoTokenVerifier:
    """A verifier whose pool publishes OWN."""
    wire.answers_with(_published())
    return CognitoTokenVerifier(wire.url, POOL, CLIENT)


class Pool:
    """A user pool of the emulator with one customer in it."""

    def __init__(self, url: str) -> None:
        self._url, self._cognito = url, client("cognito-idp")
        custom = {"Name": "customer_id", "AttributeDataType": "String", "Mutable": False}
        self.id: str = self._cognito.create_user_pool(PoolName=f"p-{uuid4().hex}", Schema=[custom])["UserPool"]["Id"]
        self.client = self.add_client()
        self._cognito.create_group(UserPoolId=self.id, GroupName="reviewer")
        customer = {"Name": "custom:customer_id", "Value": "cus_ada"}
        user = {"UserPoolId": self.id, "Username": "ada"}
        self._cognito.admin_create_user(**user, UserAttributes=[customer], MessageAction="SUPPRESS")
        self._cognito.admin_set_user_password(**user, Password=PASSWORD, Permanent=True)
        self._cognito.admin_add_user_to_group(**user, GroupName="reviewer")

    def add_client(self) -> str:
        """A client id."""
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        made = self._cognito.create_user_pool_client(UserPoolId=self.id, ClientName="web", ExplicitAuthFlows=flows)
        return str(made["UserPoolClient"]["ClientId"])

    def sign_in(self, client_id: str = "") -> dict[str, str]:
        """Ada's tokens."""
        flow = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "ada", "PASSWORD": PASSWORD}}
        return dict(self._cognito.initiate_auth(ClientId=client_id or self.client, **flow)["AuthenticationResult"])

    def tokens(self) -> CognitoTokenVerifier:
        """Its verifier."""
        return CognitoTokenVerifier(self._url, self.id, self.client)


def test_a_token_of_the_pool_names_its_person(aws: str) -> None:
    pool = Pool(aws)
    claims = pool.tokens().verify(pool.sign_in()["IdToken"])
    assert claims["token_use"] == "id"
    assert claims["custom:customer_id"] == "cus_ada"
    assert claims["cognito:groups"] == ["reviewer"]


def test_a_token_of_another_pool_client_or_use_proves_nothing(aws: str) -> None:
    pool, other = Pool(aws), Pool(aws)
    verifier = pool.tokens()
    strangers = [other.sign_in()["IdToken"], pool.sign_in(pool.add_client())["IdToken"]]
    for token in [*strangers, pool.sign_in()["AccessToken"], pool.sign_in()["RefreshToken"]]:
        with pytest.raises(Unauthenticated):
            verifier.verify(token)


def test_a_token_with_one_changed_letter_proves_nothing(aws: str) -> None:
    pool = Pool(aws)
    header, body, signature = pool.sign_in()["IdToken"].split(".")
    richer = json.loads(base64.urlsafe_b64decode(body + "==")) | {"custom:customer_id": "cus_ben"}
    forged = base64.urlsafe_b64encode(json.dumps(richer).encode()).decode().rstrip("=")
    flipped = ("B" if signature[0] == "A" else "A") + signature[1:]
    for token in (f"{header}.{forged}.{signature}", f"{header}.{body}.{flipped}", f"{header}.{body}."):
        with pytest.raises(Unauthenticated):
            pool.tokens().verify(token)


def test_a_good_token_is_good(tokens: CognitoTokenVerifier) -> None:
    assert tokens.verify(_signed())["sub"] == "ada"


WRONG: dict[str, dict[str, Any]] = {
    "expired a second ago": {"exp": time.time() - 1},
    "not valid yet": {"nbf": time.time() + 86_400},
    "issued tomorrow": {"iat": time.time() + 86_400},
    "of another pool": {"iss": ISSUER[:-1] + "2"},
    "of a pool that ends alike": {"iss": f"x{POOL}"},
    "for another client": {"aud": "another"},
    "for nobody": {"aud": None},
    "without end": {"exp": None},
    "without issuer": {"iss": None},
    "without subject": {"sub": None},
    "without use": {"token_use": None},
    "with an end that is no time": {"exp": "tomorrow"},
}


@pytest.mark.parametrize("change", WRONG)
def test_a_token_that_is_wrong_proves_nothing(tokens: CognitoTokenVerifier, change: str) -> None:
    with pytest.raises(Unauthenticated):
        tokens.verify(_signed(**WRONG[change]))


def test_a_token_signed_with_another_key_proves_nothing(tokens: CognitoTokenVerifier) -> None:
    for kid in ("own", "other", "", None):
        with pytest.raises(Unauthenticated):
            tokens.verify(_signed(key=OTHER, headers={"kid": kid}))


def test_a_token_that_is_not_signed_or_by_a_secret_proves_nothing(tokens: CognitoTokenVerifier) -> None:
    public = OWN.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    known = base64.urlsafe_b64encode(public).decode()
    for token in (
        jwt.encode(_claims(), "", algorithm="none", headers={"kid": "own"}),
        jwt.encode(_claims(), known, algorithm="HS256", headers={"kid": "own"}),
        jwt.encode(_claims(), OWN, algorithm="RS512", headers={"kid": "own"}),
        jwt.encode(_claims(), OWN, algorithm="PS256", headers={"kid": "own"}),
    ):
        with pytest.raises(Unauthenticated):
            tokens.verify(token)


def test_a_token_cannot_bring_its_own_key(tokens: CognitoTokenVerifier, wire: Wire) -> None:
    headers = {"kid": "other", "jku": "https://attacker.example/keys", "jwk": _jwk(OTHER, "other")}
    with pytest.raises(Unauthenticated):
        tokens.verify(_signed(key=OTHER, headers=headers))
    assert {call.path for call in wire.calls} == {f"/{POOL}/.well-known/jwks.json"}


NOISE = ["", ".", "..", "a.b.c", "Bearer", "ü.ü.ü", "x" * 10_000, "e30.e30.", "e30.W10.e30", "null.null.null"]


@pytest.mark.parametrize("token", NOISE)
def test_noise_proves_nothing(tokens: CognitoTokenVerifier, token: str) -> None:
    with pytest.raises(Unauthenticated):
        tokens.verify(token)


@pytest.mark.parametrize("kid", [["own"], {"own": 1}, 1, True])
def test_a_key_id_that_is_no_text_proves_nothing(tokens: CognitoTokenVerifier, kid: object) -> None:
    header, body, signature = _signed().split(".")
    told = json.loads(base64.urlsafe_b64decode(header + "==")) | {"kid": kid}
    odd = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    with pytest.raises(Unauthenticated):
        tokens.verify(f"{odd}.{body}.{signature}")


def test_the_keys_are_fetched_once(tokens: CognitoTokenVerifier, wire: Wire) -> None:
    for _ in range(3):
        tokens.verify(_signed())
    again = CognitoTokenVerifier(wire.url, POOL, CLIENT)
    again.verify(_signed())
    assert len(wire.calls) == 1


def test_strange_keys_do_not_make_us_ask_each_time(tokens: CognitoTokenVerifier, wire: Wire) -> None:
    for n in range(20):
        with pytest.raises(Unauthenticated):
            tokens.verify(_signed(key=OTHER, headers={"kid": f"strange {n}"}))
    assert len(wire.calls) <= 2


@pytest.mark.parametrize("fault", [hang_up, said(b"", status=500), said(b"", status=404)])
def test_without_the_pools_keys_nothing_can_be_said(tokens: CognitoTokenVerifier, wire: Wire, fault: Answer) -> None:
    wire.answers_with(fault)
    with pytest.raises(Unavailable):
        tokens.verify(_signed())
    wire.answers_with(_published())
    assert tokens.verify(_signed())["sub"] == "ada"


@pytest.mark.parametrize("keys", [b"<html>", {"keys": []}, [], {"keys": "none"}])
def test_keys_that_are_none_let_nobody_in(tokens: CognitoTokenVerifier, wire: Wire, keys: object) -> None:
    wire.answers_with(said(keys))
    with pytest.raises((Unavailable, Unauthenticated)):
        tokens.verify(_signed())


def _claims(**changes: Any) -> dict[str, Any]:
    now = time.time()
    claims = {"sub": "ada", "iss": ISSUER, "aud": CLIENT, "token_use": "id", "iat": now, "exp": now + 60, **changes}
    return {name: value for name, value in claims.items() if value is not None}


def _signed(*, key: rsa.RSAPrivateKey = OWN, headers: dict[str, Any] | None = None, **changes: Any) -> str:
    claims = _claims(**changes)
    named = {name: value for name, value in (headers or {"kid": "own"}).items() if value is not None}
    pieces = [{"alg": "RS256", "typ": "JWT", **named}, claims]
    text = ".".join(base64.urlsafe_b64encode(json.dumps(piece).encode()).decode().rstrip("=") for piece in pieces)
    signature = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256).sign(text.encode(), key)
    return f"{text}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def _jwk(key: rsa.RSAPrivateKey, kid: str) -> dict[str, Any]:
    return {
        **jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True),
        "kid": kid,
        "use": "sig",
        "alg": "RS256",
    }


def _published() -> Answer:
    return said({"keys": [_jwk(OWN, "own")]})
