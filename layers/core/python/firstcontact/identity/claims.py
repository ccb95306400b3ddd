"""Identifies the caller from the claims of a verified token, which are checked again here. Fails closed."""

from collections.abc import Mapping
from typing import Any

from firstcontact.errors import Forbidden, Unauthenticated
from firstcontact.identity.records import VALUED, Caller, Customer, StaffGroup


def caller_from_claims(claims: Mapping[str, Any], client_id: str) -> Caller:
    """The caller named by an ID token whose signature and expiry were already verified.

    Only ID tokens of this client are accepted, because the gateway's authorizer also lets access tokens through.
    ``Unauthenticated`` for any other token.
    """
    if claims.get("token_use") != "id":
        raise Unauthenticated("this is not an ID token", code="wrong_token_use")
    if not client_id or claims.get("aud") != client_id:
        raise Unauthenticated("this token was issued for another client", code="wrong_audience")
    if not claims.get("sub"):
        raise Unauthenticated("this token has no subject")
    return Caller(
        subject=str(claims["sub"]),
        customer_id=claims.get("custom:customer_id") or None,
        groups=_groups(claims.get("cognito:groups")),
    )


def _groups(value: object) -> frozenset[str]:
    """Groups come as a list in a token, and as ``a,b`` or ``[a b]`` through the gateway."""
    if isinstance(value, str):
        return frozenset(value.strip("[]").replace(",", " ").split())
    return frozenset(str(group) for group in value) if isinstance(value, list | tuple) else frozenset()


def require_customer_id(caller: Caller) -> str:
    """The customer id, or ``Forbidden`` for staff."""
    if caller.customer_id is None:
        raise Forbidden("this call is for customers", code="not_a_customer")
    return caller.customer_id


def require_customer(caller: Caller) -> Customer:
    """The customer, or ``Forbidden`` for staff."""
    return Customer(
        customer_id=require_customer_id(caller), valued=VALUED in caller.groups, groups=tuple(sorted(caller.groups))
    )


def require_group(caller: Caller, group: StaffGroup) -> Caller:
    """The caller if they belong to the group, else ``Forbidden``."""
    if group not in caller.groups:
        raise Forbidden(f"this call is for the group {group}", code="not_in_group")
    return caller
