"""Enforces a user pool's restrictions on its own users.

The emulator lets anybody sign up and lets every user write every attribute. In AWS, a pool can leave sign-up to
administrators, and a client may write only its configured attributes, so that users cannot give themselves another
customer's id.
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
    """The client id in an access token's claims; the token is verified later."""
    try:
        payload = token.split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["client_id"])
    except (IndexError, ValueError, KeyError):
        return ""


def _refuse(why: str) -> Any:
    return cognito.error_response_json("NotAuthorizedException", why, 400)
