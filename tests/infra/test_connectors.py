"""The business systems in the templates: a secret for each kind, and a choice among known vendors."""

import argparse
import re

import pytest
from firstcontact.connectors import CONNECTORS, KINDS, choose, of_kind

from infra.app import _secrets
from infra.functions import FUNCTIONS
from infra.logical_id import logical_id
from tests.infra.conftest import Synthesize
from tests.infra.table import role_of
from tests.infra.template import Assembly


def test_each_kind_has_a_secret_whose_description_names_the_fields_of_its_vendors(assembly: Assembly) -> None:
    secrets = {
        secret.name: secret.properties["Description"] for secret in assembly.resources("AWS::SecretsManager::Secret")
    }
    assert set(secrets) == {f"{logical_id(kind)}Secret" for kind in KINDS}
    for connector in CONNECTORS:
        named = f"{connector.vendor} ({', '.join(connector.fields)})"
        assert named in secrets[f"{logical_id(connector.kind)}Secret"]


def test_without_a_choice_each_kind_has_its_first_vendor(assembly: Assembly) -> None:
    default = assembly.templates["FirstContactSuite"]["Parameters"]["Connectors"]["Default"]
    assert [choose(kind, default) for kind in KINDS] == [of_kind(kind)[0] for kind in KINDS]


@pytest.mark.parametrize(
    ("choice", "allowed"),
    [
        ("payments=stripe", True),
        ("orders=shopfront,payments=stripe", True),
        ("payments=zendesk", False),
        ("payments=stripe,", False),
        ("", False),
    ],
)
def test_a_choice_names_known_vendors_only(assembly: Assembly, choice: str, allowed: bool) -> None:
    pattern = assembly.templates["FirstContactSuite"]["Parameters"]["Connectors"]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, choice)) is allowed


def test_a_named_secret_is_used_as_it_is_and_none_is_created_for_its_kind(synthesize: Synthesize) -> None:
    assembly = synthesize(secrets={"orders": "acme/orders"})
    created = {secret.name for secret in assembly.resources("AWS::SecretsManager::Secret")}
    assert created == {f"{logical_id(kind)}Secret" for kind in KINDS if kind != "orders"}
    reaching = {row.folder for row in FUNCTIONS for grant in row.grants if grant.name == "reach orders"}
    told = {
        folder: variables["ORDERS_SECRET_ARN"]
        for folder, variables in assembly.variables().items()
        if "ORDERS_SECRET_ARN" in variables
    }
    assert told == dict.fromkeys(reaching, "acme/orders")
    readers = {
        statement.role
        for statement in assembly.statements()
        if any(resource.endswith(":secret:acme/orders-??????") for resource in statement.resources)
    }
    assert readers == set(map(role_of, reaching))
    assert "OrdersSecretArn" in assembly.templates["FirstContactData"]["Outputs"]


def test_the_names_of_secrets_are_read_by_kind() -> None:
    assert _secrets("") == {}
    assert _secrets("orders=a=b,payments=c/d") == {"orders": "a=b", "payments": "c/d"}
    with pytest.raises(argparse.ArgumentTypeError, match="weather"):
        _secrets("orders=a,weather=b")
