"""Who may sign in, and what they cannot say about themselves."""

from typing import get_args

from firstcontact.identity.records import StaffGroup

from infra.constructs.user_pool import CUSTOMER_ID
from tests.infra.template import Assembly


def test_nobody_can_say_for_themselves_which_customer_they_are(assembly: Assembly) -> None:
    pool, client = assembly.one("AWS::Cognito::UserPool"), assembly.one("AWS::Cognito::UserPoolClient")
    (attribute,) = [a for a in pool.properties["Schema"] if a["Name"] == CUSTOMER_ID]
    assert attribute["Mutable"] is False
    assert client.properties["WriteAttributes"] == ["email"]
    assert f"custom:{CUSTOMER_ID}" in client.properties["ReadAttributes"]


def test_accounts_are_made_by_operators(assembly: Assembly) -> None:
    pool = assembly.one("AWS::Cognito::UserPool").properties
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["DeletionProtection"] == "ACTIVE"


def test_the_client_keeps_no_secret_and_tells_nobody_who_has_an_account(assembly: Assembly) -> None:
    client = assembly.one("AWS::Cognito::UserPoolClient").properties
    assert client["GenerateSecret"] is False
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["AllowedOAuthFlowsUserPoolClient"] is False
    assert set(client["ExplicitAuthFlows"]) == {
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
    }


def test_an_id_token_lasts_a_working_day(assembly: Assembly) -> None:
    client = assembly.one("AWS::Cognito::UserPoolClient").properties
    assert (client["IdTokenValidity"], client["TokenValidityUnits"]["IdToken"]) == (480, "minutes")


def test_staff_are_reviewers_or_finance(assembly: Assembly) -> None:
    groups = {group.properties["GroupName"] for group in assembly.resources("AWS::Cognito::UserPoolGroup")}
    assert groups == set(get_args(StaffGroup))
