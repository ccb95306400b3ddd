"""What ``make deploy`` takes from the shop's folder."""

import json
from pathlib import Path

import pytest

from infra import deploy_shop


def test_the_vendors_become_the_templates_parameter(capsys: pytest.CaptureFixture[str]) -> None:
    assert deploy_shop.main(["connectors", "klangwerk"]) == 0
    assert capsys.readouterr().out.strip() == (
        "help_desk=zendesk,orders=shopfront,payments=stripe,shipping=parcel_tracker"
    )


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
