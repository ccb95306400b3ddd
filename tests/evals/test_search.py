"""The search of the demo shop is no worse than its baseline; `make eval-search` judges public collections too."""

from itertools import islice
from pathlib import Path

import pytest
from firstcontact.cli.main import main

from infra.local.models.shops import labelled
from tests import built
from tests.bench import knowledge_sets

BASELINE = Path(__file__).with_name("search_baseline.json")


@pytest.mark.parametrize(("name", "shop"), [("demo", None), ("demo-own-encoder", labelled().place)])
def test_the_search_is_no_worse_than_its_baseline(
    name: str, shop: Path | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTCONTACT_MODELS", str(built.models(shop)))
    (demo,) = knowledge_sets.write(tmp_path, islice(knowledge_sets.sets(), 1))
    assert main(["knowledge", "eval", str(demo.rename(tmp_path / name)), "--baseline", str(BASELINE)]) == 0
