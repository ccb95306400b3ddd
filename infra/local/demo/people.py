"""The demo's people in the template's own user pool."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from firstcontact.identity.records import StaffGroup

from infra.local.runner.clients import client

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

PASSWORD = "Tidewire-2026-demo!"  # noqa: S105 - opens nothing but a laptop's emulator


@dataclass(frozen=True)
class Person:
    """Someone who signs in: a customer has an id at the shop, staff have a group."""

    name: str
    email: str
    customer_id: str = ""
    group: StaffGroup | None = None


PEOPLE = (
    Person("customer", "ada@customers.tidewire.example", customer_id="cus_ada"),
    Person("other_customer", "ben@customers.tidewire.example", customer_id="cus_ben"),
    Person("reviewer", "rosa@tidewire.example", group="reviewer"),
    Person("finance", "fay@tidewire.example", group="finance"),
)


def settle(outputs: dict[str, str], endpoint: str) -> None:
    """Create whoever is not there yet, with a permanent password."""
    pool, users = outputs["UserPoolId"], client("cognito-idp", endpoint)
    for person in PEOPLE:
        try:
            _create(person, pool, users)
        except ClientError as error:
            if error.response["Error"]["Code"] != "UsernameExistsException":
                raise
        users.admin_set_user_password(UserPoolId=pool, Username=person.email, Password=PASSWORD, Permanent=True)
        if person.group:
            users.admin_add_user_to_group(UserPoolId=pool, Username=person.email, GroupName=person.group)


def _create(person: Person, pool: str, users: "CognitoIdentityProviderClient") -> None:
    attributes: list[Any] = [
        {"Name": "email", "Value": person.email},
        {"Name": "email_verified", "Value": "true"},
    ]
    if person.customer_id:
        attributes.append({"Name": "custom:customer_id", "Value": person.customer_id})
    users.admin_create_user(
        UserPoolId=pool, Username=person.email, UserAttributes=attributes, MessageAction="SUPPRESS"
    )


def sign_ins() -> dict[str, dict[str, str]]:
    """What each person signs in with."""
    return {person.name: {"username": person.email, "password": PASSWORD} for person in PEOPLE}
