"""What is published of a shop comes back from its file as it was."""

from pathlib import Path

import pytest
from firstcontact.adapters.shop_file import read_shop
from firstcontact.errors import Unavailable
from firstcontact.shop.records import Answers

from tests.plain_shop import plain_shop


def test_a_published_shop_comes_back_as_it_was(tmp_path: Path) -> None:
    shop = plain_shop().with_artifact("gate", "models/gate-abc.json")
    (tmp_path / "shop.json").write_text(shop.model_dump_json())
    found = read_shop(tmp_path / "shop.json")
    assert found == shop
    assert found.profile.order_patterns[0].fullmatch("1042")
    block = found.block("refund")
    assert block is not None
    assert block.line("automatic.EUR") == "policy.toml:5"


@pytest.mark.parametrize("content", ["", "{", "{}", '{"version": 1}', "null"])
def test_a_broken_file_is_unavailable_so_that_the_version_before_stays(tmp_path: Path, content: str) -> None:
    (tmp_path / "shop.json").write_text(content)
    with pytest.raises(Unavailable) as broken:
        read_shop(tmp_path / "shop.json")
    assert "shop undo" in broken.value.remedy


def test_another_model_makes_another_version() -> None:
    first = plain_shop().with_artifact("gate", "models/gate-abc.json")
    second = first.with_artifact("gate", "models/gate-def.json")
    assert [first.version, second.version] == ["plain+gate-abc", "plain+gate-def"]
    assert second.artifacts == {"gate": "models/gate-def.json"}


def test_answers_wait_for_a_person_until_the_shop_says_otherwise() -> None:
    shop = plain_shop()
    profile = shop.profile.model_copy(update={"answers": Answers()})
    silent = shop.model_copy(update={"profile": profile})
    assert shop.mode("refund_timing") == "automatic"
    assert (silent.mode("refund_timing"), silent.mode(None)) == ("draft", "draft")
