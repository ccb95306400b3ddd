"""What a user pool forbids its own users.

The emulator lets anybody sign up and every user write every attribute. In AWS the pool may leave sign-up to
administrators, and a client may write only the attributes it was given, so that nobody names themselves another's
customer id.
"""

import base64
import json
from typing import Any

from ministack.services import cognito

Data = dict[str, Any]


def guard_accounts() -> None:
    """Refuse what the pool or the client does not allow."""
    sign_up, update = cognito._sign_up, cognito._update_user_attributes

    def sign_up_if_allowed(data: Data) -> Any:
        pool = _pool_of(data.get("ClientId", ""))
        if pool and pool.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly"):
            return _refuse("SignUp is not permitted for this user pool")
        return sign_up(data)

    def update_if_allowed(data: Data) -> Any:
        client_id = _client_of(data.get("AccessToken", ""))
        pool = _pool_of(client_id)
        allowed = set(pool["_clients"][client_id].get("WriteAttributes") or []) if pool else set()
        asked = {attribute["Name"] for attribute in data.get("UserAttributes", [])}
        if allowed and not asked <= allowed:
            return _refuse("A client attempted to write unauthorized attribute")
        return update(data)

    cognito._sign_up = sign_up_if_allowed
    cognito._update_user_attributes = update_if_allowed


def _pool_of(client_id: str) -> Data | None:
    return next((pool for pool in cognito._user_pools.values() if client_id in pool["_clients"]), None)


def _client_of(token: str) -> str:
    """The client in an access token's claims; whether the token is good is asked afterwards."""
    try:
        payload = token.split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["client_id"])
    except (IndexError, ValueError, KeyError):
        return ""


def _refuse(why: str) -> Any:
    return cognito.error_response_json("NotAuthorizedException", why, 400)
