"""What ``make deploy`` takes from the shop's folder."""

import json
from pathlib import Path

import pytest
from firstcontact.cli.shop.known import known
from firstcontact.shop.scaffold import new

from infra import deploy_shop


def test_the_vendors_become_the_templates_parameter(capsys: pytest.CaptureFixture[str]) -> None:
    assert deploy_shop.main(["connectors", "klangwerk"]) == 0
    assert capsys.readouterr().out.strip() == (
        "help_desk=zendesk,orders=shopfront,payments=stripe,shipping=parcel_tracker"
    )


def test_the_names_of_the_secrets_become_an_option_of_the_templates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new(tmp_path / "shop", "Acme", known())
    text = 'orders = "shopfront"\npayments = "stripe"\n[secrets]\norders = "acme/orders"\npayments = "acme/pay"\n'
    (tmp_path / "shop" / "connectors.toml").write_text(text)
    assert deploy_shop.main(["secrets", str(tmp_path / "shop")]) == 0
    assert deploy_shop.main(["secrets", "tidewire"]) == 0
    assert capsys.readouterr().out.splitlines() == ["orders=acme/orders,payments=acme/pay", ""]


def test_the_templates_are_made_with_the_secrets_of_the_shop() -> None:
    makefile = (Path(deploy_shop.__file__).parents[1] / "Makefile").read_text()
    synth, deploy = (makefile.split(f"\n{target}:")[1].split("\n\n")[0] for target in ("synth", "deploy"))
    assert 'deploy_shop secrets "$(SHOP)"' in synth
    assert '--secrets "$$secrets"' in synth
    assert '--shop "$(SHOP)"' in deploy.splitlines()[1]


@pytest.mark.parametrize("outputs", [{}, {"FirstContactSuite": {"ApiUrl": "https://a"}}])
def test_without_a_bucket_nothing_is_published(
    outputs: dict[str, dict[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "outputs.json").write_text(json.dumps(outputs))
    assert deploy_shop.main(["publish", "klangwerk", str(tmp_path / "outputs.json")]) == 2
    assert "deploy the suite first" in capsys.readouterr().err


def test_a_folder_that_is_no_shop_is_named_with_those_that_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deploy_shop.main(["connectors", str(tmp_path)]) == 2
    assert "klangwerk, tidewire" in capsys.readouterr().err
