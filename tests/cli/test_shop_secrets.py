"""A secret that connectors.toml names must exist, or nothing is published."""

from pathlib import Path
from typing import Any, cast

import pytest
from firstcontact.cli import local_suite
from firstcontact.cli.main import main
from firstcontact.cli.shop.known import known
from firstcontact.cli.shop.secrets import missing_secrets
from firstcontact.shop.folder import read
from firstcontact.shop.scaffold import new

from tests.fakes.bucket import FakeBucket
from tests.fakes.secrets_manager import FakeSecrets

CONNECTORS = 'orders = "shopfront"\npayments = "stripe"\n\n[secrets]\norders = "acme/orders"\npayments = "acme/pay"\n'


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    new(tmp_path / "shop", "Acme", known())
    (tmp_path / "shop" / "connectors.toml").write_text(CONNECTORS)
    return tmp_path / "shop"


def faults(shop: Path, secrets: FakeSecrets) -> list[str]:
    return [str(fault) for fault in missing_secrets(read(shop, known()), cast(Any, secrets))]


def test_a_named_secret_that_exists_is_no_fault(shop: Path) -> None:
    assert faults(shop, FakeSecrets("acme/orders", "acme/pay")) == []
    assert faults(shop, FakeSecrets("acme/orders", "acme/pay", KmsKeyId="alias/aws/secretsmanager")) == []


def test_a_missing_secret_is_named_with_its_line_and_its_remedy(shop: Path) -> None:
    assert faults(shop, FakeSecrets("acme/pay")) == [
        'connectors.toml:5: the secret "acme/orders" of orders does not exist in this account and region: create it '
        "with `aws secretsmanager create-secret --name acme/orders`, or delete the line"
    ]


@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        (FakeSecrets(refuses="AccessDeniedException"), "cannot be described (AccessDeniedException): allow"),
        (FakeSecrets("acme/orders", "acme/pay", DeletedDate=1), "scheduled for deletion: restore it with"),
        (FakeSecrets("acme/orders", "acme/pay", KmsKeyId="arn:aws:kms:x:1:key/2"), "use the default key with"),
    ],
)
def test_a_secret_that_functions_could_not_read_is_a_fault(shop: Path, secrets: FakeSecrets, said: str) -> None:
    first, second = faults(shop, secrets)
    assert first.startswith("connectors.toml:5: ")
    assert second.startswith("connectors.toml:6: ")
    assert said in first
    assert first.endswith("or delete the line")


def test_publishing_with_a_missing_secret_is_one_line_and_changes_nothing(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bucket = FakeBucket()
    monkeypatch.setattr(local_suite, "resource", lambda *_: ("kb", bucket))
    monkeypatch.setattr(local_suite, "client", lambda *_: FakeSecrets())
    assert main(["shop", "publish", str(shop)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith('firstcontact: connectors.toml:5: the secret "acme/orders" of orders does not exist')
    assert line.endswith("(and 1 more)")
    assert bucket.keys() == []

    monkeypatch.setattr(local_suite, "client", lambda *_: FakeSecrets("acme/orders", "acme/pay"))
    assert main(["shop", "publish", str(shop), "--without-articles"]) == 0
