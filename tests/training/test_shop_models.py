"""A shop's own models are kept by what they are made from."""

import json
from pathlib import Path

import numpy as np
import pytest
from firstcontact.errors import Unavailable
from firstcontact.progress import Messages
from firstcontact.shop.intents import Intent, Intents
from firstcontact.training import dataset, encoder, low_rank, router, shop_models

from tests import built

QUIET = Messages(lambda _: None)
WEIGHTS = built.BUILD / "weights"


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
    first = shop_models.build(shop, plain, tmp_path, QUIET)
    assert shop_models.build(shop, plain, tmp_path, QUIET) == first
    assert shop_models.build(Intents(), plain, tmp_path, QUIET) != first
    assert [len(data.examples) for data in trained] == [1621, 1620]


def test_an_encoder_with_changes_is_built_once_and_is_another_encoder(tmp_path: Path) -> None:
    weights, shape, _ = encoder.published(WEIGHTS)
    changes = {name: change + 0.01 for name, change in low_rank.none(weights, shape, 2, 0).items()}
    low_rank.write(tmp_path / "changes.npz", changes)
    folder = shop_models.build_encoder(tmp_path / "changes.npz", WEIGHTS, tmp_path, QUIET)
    stamp = (folder / "card.json").stat().st_mtime_ns
    assert shop_models.build_encoder(tmp_path / "changes.npz", WEIGHTS, tmp_path, QUIET) == folder
    assert (folder / "card.json").stat().st_mtime_ns == stamp
    plain, changed = (
        json.loads((at / "card.json").read_text())["encoder"] for at in (built.models() / "encoder", folder)
    )
    assert plain != changed


def test_a_file_without_changes_is_refused(tmp_path: Path) -> None:
    np.savetxt(tmp_path / "changes.npz", [1.0])
    with pytest.raises(Unavailable, match="holds no changes"):
        shop_models.build_encoder(tmp_path / "changes.npz", WEIGHTS, tmp_path, QUIET)
