"""Creates the shop's users in the suite's user pool: every customer of its sandbox, a reviewer, a finance clerk."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from firstcontact.shop.shop import Shop

from infra.local.runner.clients import client
from infra.local.runner.failure import RunnerFailure

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

PASSWORD = "First-Contact-2026!"  # noqa: S105 - valid only for a laptop's emulator
STAFF = (("reviewer", "rosa"), ("finance", "fay"))


@dataclass(frozen=True)
class Person:
    """A user: a customer has an id at the shop; anybody may be in groups."""

    email: str
    customer_id: str = ""
    groups: tuple[str, ...] = ()


def people(shop: Shop) -> dict[str, Person]:
    """All users by name: each customer by id, the first two also as ``customer`` and ``other_customer``; staff."""
    customers = shop.sandbox.customers if shop.sandbox else ()
    if len(customers) < 2:
        raise RunnerFailure("the shop's sandbox/customers.json has fewer than two customers: add some")
    known = {one.id: Person(one.email, one.id, one.groups) for one in customers}
    first, second, *_ = known.values()
    return {"customer": first, "other_customer": second, **known, **dict(_staff(shop))}


def _staff(shop: Shop) -> Iterator[tuple[str, Person]]:
    domain = next(iter(shop.profile.mail_domains), "shop.example")
    for group, name in STAFF:
        yield group, Person(f"{name}@{domain}", groups=(group,))


def settle(shop: Shop, outputs: dict[str, str], endpoint: str) -> dict[str, dict[str, str]]:
    """Create missing users, with a permanent password; returns the credentials of all."""
    pool, users, found = outputs["UserPoolId"], client("cognito-idp", endpoint), people(shop)
    for person in dict.fromkeys(found.values()):
        _create(person, pool, users)
        users.admin_set_user_password(UserPoolId=pool, Username=person.email, Password=PASSWORD, Permanent=True)
        for group in person.groups:
            _create_group(group, pool, users)
            users.admin_add_user_to_group(UserPoolId=pool, Username=person.email, GroupName=group)
    return {name: {"username": person.email, "password": PASSWORD} for name, person in found.items()}


def _create(person: Person, pool: str, users: "CognitoIdentityProviderClient") -> None:
    attributes: list[Any] = [
        {"Name": "email", "Value": person.email},
        {"Name": "email_verified", "Value": "true"},
    ]
    if person.customer_id:
        attributes.append({"Name": "custom:customer_id", "Value": person.customer_id})
    try:
        users.admin_create_user(
            UserPoolId=pool, Username=person.email, UserAttributes=attributes, MessageAction="SUPPRESS"
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "UsernameExistsException":
            raise


def _create_group(group: str, pool: str, users: "CognitoIdentityProviderClient") -> None:
    try:
        users.create_group(UserPoolId=pool, GroupName=group)
    except ClientError as error:
        if error.response["Error"]["Code"] != "GroupExistsException":
            raise
