"""The business systems in the templates: a secret for each kind, and a choice among known vendors."""

import re

import pytest
from firstcontact.connectors import CONNECTORS, KINDS, choose, of_kind

from infra.logical_id import logical_id
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
