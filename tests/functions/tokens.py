"""ID tokens signed by a key of our own, and the user pool's published keys that know it."""

import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.fakes.services import CLIENT_ID

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Tidewire1"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A key pair by name; only ``pool`` is published."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def token(signed_by: str = "pool", **changed: Any) -> str:
    """A good ID token of Ada's, changed as said; None takes a claim away."""
    claims = {
        "sub": "3f1d0a52",
        "aud": CLIENT_ID,
        "iss": ISSUER,
        "token_use": "id",
        "exp": int(time.time()) + 600,
        "custom:customer_id": "cus_ada",
        **changed,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key(signed_by), algorithm="RS256", headers={"kid": "published"})


class PublishedKeys:
    """Stands for the pool's key set."""

    def __init__(self, failing: Exception | None = None) -> None:
        self._failing = failing

    def get_signing_key_from_jwt(self, token: str) -> jwt.PyJWK:
        """The published key, if the token names one."""
        if self._failing:
            raise self._failing
        if jwt.get_unverified_header(token).get("kid") != "published":
            raise jwt.PyJWKClientError("no such key")
        public = jwt.algorithms.RSAAlgorithm.to_jwk(key("pool").public_key(), as_dict=True)
        return jwt.PyJWK({**public, "kid": "published", "alg": "RS256"})
