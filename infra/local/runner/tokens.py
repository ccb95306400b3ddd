"""Signs the demo users in, as a browser would; the tokens are valid for a working day."""

from collections.abc import Mapping
from typing import Any

from infra.local.runner.clients import client
from infra.local.runner.failure import RunnerFailure

ROLES = ("customer", "other_customer", "reviewer", "finance")


def sign_in(endpoint: str, client_id: str, users: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return an ID token for each role."""
    pool: Any = client("cognito-idp", endpoint)
    tokens = {}
    for role in ROLES:
        if role not in users:
            raise RunnerFailure(f"the demo shop has no user for {role}")
        answer = pool.initiate_auth(
            ClientId=client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": users[role]["username"], "PASSWORD": users[role]["password"]},
        )
        if "AuthenticationResult" not in answer:
            raise RunnerFailure(f"{role} could not sign in: {answer.get('ChallengeName', 'no result')}")
        tokens[role] = str(answer["AuthenticationResult"]["IdToken"])
    return tokens
