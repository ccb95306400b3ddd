"""ID tokens verified against the user pool's published keys (RS256 only)."""

from functools import cache
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from firstcontact.errors import Unauthenticated, Unavailable
from firstcontact.settings import Settings

if TYPE_CHECKING:
    from jwt import PyJWKClient

TIMEOUT = 3.0  # seconds


@cache
def _keys(url: str) -> "PyJWKClient":
    from jwt import PyJWKClient

    return PyJWKClient(url, cache_keys=True, timeout=int(TIMEOUT))


class CognitoTokens:
    """Verifies signature, expiry and issuer; what the claims allow is for ``identity`` to say."""

    def __init__(self, settings: Settings) -> None:
        pool = settings.need("user_pool_id")
        host = f"https://cognito-idp.{settings.aws_region}.amazonaws.com"
        self._issuer = f"{host}/{pool}"
        self._keys_url = f"{(settings.aws_endpoint_url or host).rstrip('/')}/{pool}/.well-known/jwks.json"
        self._audience = settings.need("user_pool_client_id")

    def verify(self, token: str) -> dict[str, Any]:
        """The token's claims; ``Unauthenticated`` for anything but a current token of this pool."""
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
            raise Unauthenticated(f"the token is not good ({type(error).__name__})") from error
        if claims["iss"].rpartition("/")[2] != self._issuer.rpartition("/")[2]:
            raise Unauthenticated("the token is of another user pool")
        return claims
