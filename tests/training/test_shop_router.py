"""A shop's own router is kept by what it is made from."""

from pathlib import Path

import pytest
from firstcontact.progress import Messages
from firstcontact.shop.intents import Intent, Intents
from firstcontact.training import dataset, router, shop_router

from tests import built

QUIET = Messages(lambda _: None)


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[dataset.Data]:
    """Stands in for training, which takes half a minute: it leaves a card."""
    asked: list[dataset.Data] = []

    def train(data: dataset.Data, _encoder: Path, out: Path, _tell: object) -> None:
        asked.append(data)
        out.mkdir(parents=True)
        (out / "card.json").write_text("{}")

    monkeypatch.setattr(router, "train", train)
    return asked


def test_a_router_is_trained_once_for_the_same_intents(trained: list[dataset.Data], tmp_path: Path) -> None:
    shop = Intents(intents={"order_status": Intent(utterances=("is my cello ready",))})
    plain = built.models() / "encoder"
    first = shop_router.build(shop, plain, tmp_path, QUIET)
    assert shop_router.build(shop, plain, tmp_path, QUIET) == first
    assert shop_router.build(Intents(), plain, tmp_path, QUIET) != first
    assert [len(data.examples) for data in trained] == [1621, 1620]
