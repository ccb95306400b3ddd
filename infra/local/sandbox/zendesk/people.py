"""The help desk's users: end users created on first contact, an agent, and the integration."""

import base64
import binascii
import hmac

from starlette.requests import Request

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from infra.local.sandbox.state import Record, State
from infra.local.sandbox.vendor_error import VendorError

INTEGRATION_ID = 900001
AGENT_ID = 900002
FIRST_CUSTOMER_ID = 910001
_STAFF = (
    (INTEGRATION_ID, "First Contact", SANDBOX_TOKENS["zendesk"]["email"]),
    (AGENT_ID, "Mira Santos", "agent@tidewire.example"),
)


class People:
    """The users of the help desk."""

    def __init__(self, state: State) -> None:
        self._state = state
        for number, name, email in _STAFF:
            if state.get("zendesk_user", str(number)) is None:
                state.put("zendesk_user", str(number), _user(number, name, email, "agent"))

    def signed_in(self, request: Request) -> Record:
        """The member of staff authenticated by the request's ``email/token:key``; raises a 401 error otherwise."""
        scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
        try:
            account, _, key = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            account = key = ""
        email, _, kind = account.rpartition("/")
        user = self.by_email(email)
        expected = SANDBOX_TOKENS["zendesk"]["token"]
        right = hmac.compare_digest(key.encode(), expected.encode()) and kind == "token"
        if scheme.lower() != "basic" or not right or user is None or user["role"] == "end-user":
            raise VendorError(401, "Couldn't authenticate you", "Couldn't authenticate you")
        return user

    def get(self, user_id: object) -> Record:
        """The user; raises the vendor's error for an unknown one."""
        user = self._state.get("zendesk_user", str(user_id))
        if user is None:
            raise VendorError(422, "RecordInvalid", f"There is no user {user_id}")
        return user

    def by_email(self, email: str) -> Record | None:
        """The user with this e-mail address; None if there is none."""
        return next(iter(self._state.find("zendesk_user", email=email.lower())), None)

    def requester(self, wanted: Record) -> Record:
        """The end user with this e-mail address, created if new."""
        email = str(wanted.get("email", "")).strip().lower()
        if "@" not in email:
            raise VendorError(422, "RecordInvalid", "Requester: email is not valid")
        found = self.by_email(email)
        if found:
            return found
        number = self._state.next_number("zendesk_user", FIRST_CUSTOMER_ID)
        user = _user(number, str(wanted.get("name") or email.partition("@")[0]), email, "end-user")
        return self._state.put("zendesk_user", str(number), user)


def _user(number: int, name: str, email: str, role: str) -> Record:
    return {"id": number, "name": name, "email": email.lower(), "role": role, "active": True, "verified": True}
