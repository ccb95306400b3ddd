"""Authorizes WebSocket connections by an ID token of our user pool, in ``?token=`` or the Authorization header."""

from typing import Any

from firstcontact.entrypoints.invocation import Event, invocation
from firstcontact.errors import Forbidden, Unauthenticated
from firstcontact.identity.claims import caller_from_claims, require_customer
from firstcontact.services import Services
from firstcontact.telemetry import logger


def handler(event: Event, context: Any, services: Services | None = None) -> Event:
    """Return an IAM policy for one connection; it allows only customers with a valid token."""
    with invocation(services, "authorizer", context) as services:
        token = _token(event)
        try:
            claims = services.tokens.verify(token)
            caller = caller_from_claims(claims, services.settings.need("user_pool_client_id"))
            customer = require_customer(caller)
        except (Unauthenticated, Forbidden) as refusal:
            logger().warning("connection denied", extra={"code": refusal.code})
            return _policy("nobody", "Deny", event["methodArn"], {})
        return _policy(
            caller.subject, "Allow", event["methodArn"], customer.model_dump() | {"groups": " ".join(customer.groups)}
        )


def _token(event: Event) -> str:
    """The token from the query string or the header.

    Browsers cannot set headers on a WebSocket, so the query string is accepted, too; it is never logged.
    """
    query = event.get("queryStringParameters") or {}
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return str(query.get("token") or headers.get("authorization", "").removeprefix("Bearer ").strip())


def _policy(principal: str, effect: str, arn: str, context: dict[str, Any]) -> Event:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": arn}
    return {
        "principalId": principal,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }
