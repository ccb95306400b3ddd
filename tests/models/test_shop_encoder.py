"""A shop whose folder holds changes of the encoder gets models of its own; every other shop the common ones."""

import json
from pathlib import Path

import numpy as np
import pytest
from firstcontact.adapters.models.artifacts import PUBLISHED_ENCODER
from firstcontact.errors import Unavailable
from firstcontact.training import encoder, low_rank, router

from layers.models import build, sources
from tests import built

WEIGHTS = built.BUILD / "weights"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop's folder with small changes of the encoder."""
    weights, shape, _ = encoder.published(WEIGHTS)
    changes = {name: change + 0.01 for name, change in low_rank.none(weights, shape, 2, 0).items()}
    sources.changes_in(tmp_path).parent.mkdir()
    low_rank.write(sources.changes_in(tmp_path), changes)
    return tmp_path


def test_the_encoder_of_a_shop_with_changes_is_another_one(shop: Path) -> None:
    plain = json.loads((built.models() / "encoder" / "card.json").read_text())
    changed = json.loads((build.build_encoder(WEIGHTS, shop / "built", shop) / "card.json").read_text())
    assert plain["encoder"] != changed["encoder"]


def test_models_are_named_by_the_changes_that_they_are_made_with(shop: Path, tmp_path: Path) -> None:
    assert sources.recipe_hash(shop) != sources.recipe_hash()
    assert sources.recipe_hash(tmp_path / "without-changes") == sources.recipe_hash()


def test_only_the_encoder_is_built_again_for_a_shop(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    common, store = built.models(), tmp_path / "build" / "models"
    store.mkdir(parents=True)
    (store / common.name).symlink_to(common)
    (store.parent / "weights").symlink_to(WEIGHTS)
    monkeypatch.setattr(router, "train", lambda *_: pytest.fail("the router was trained again"))
    build.build(store / "own", lambda _: None, shop)
    names = ("router", PUBLISHED_ENCODER, "encoder")
    same = [name for name in names if _card(store / "own", name) == _card(common, name)]
    assert same == ["router", PUBLISHED_ENCODER]


def _card(models: Path, name: str) -> str:
    return (models / name / "card.json").read_text()


def test_a_file_without_changes_is_refused(tmp_path: Path) -> None:
    sources.changes_in(tmp_path).parent.mkdir()
    np.savetxt(sources.changes_in(tmp_path), [1.0])
    with pytest.raises(Unavailable, match="holds no changes"):
        build.build_encoder(WEIGHTS, tmp_path / "built", tmp_path)
