"""Verifies ID tokens against the user pool's published keys (RS256 only)."""

from functools import cache
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from firstcontact.errors import Unauthenticated, Unavailable

if TYPE_CHECKING:
    from jwt import PyJWKClient

TIMEOUT = 3.0  # seconds


@cache
def _keys(url: str) -> "PyJWKClient":
    from jwt import PyJWKClient

    return PyJWKClient(url, cache_keys=True, timeout=int(TIMEOUT))


class CognitoTokenVerifier:
    """Implements ``TokenVerifier``: signature, expiry, audience and issuer; ``identity`` interprets the claims."""

    def __init__(self, endpoint: str, pool_id: str, client_id: str) -> None:
        self._pool_id, self._audience = pool_id, client_id
        self._keys_url = f"{endpoint.rstrip('/')}/{pool_id}/.well-known/jwks.json"

    def verify(self, token: str) -> dict[str, Any]:
        import jwt

        try:
            key = _keys(self._keys_url).get_signing_key_from_jwt(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=["RS256"],
                audience=self._audience,
                options={"require": ["exp", "iss", "sub", "token_use"]},
            )
        except (jwt.PyJWKClientConnectionError, JSONDecodeError) as error:
            raise Unavailable("the user pool's keys could not be read") from error
        except jwt.PyJWTError as error:
            raise Unauthenticated(f"the token is not valid ({type(error).__name__})") from error
        if claims["iss"].rpartition("/")[2] != self._pool_id:
            raise Unauthenticated("the token was issued by another user pool")
        return claims
