"""The search of the demo shop is no worse than its baseline; `make eval-search` judges public collections too."""

from itertools import islice
from pathlib import Path

from firstcontact.cli.main import main

from tests.bench import knowledge_sets

BASELINE = Path(__file__).with_name("search_baseline.json")


def test_the_search_is_no_worse_than_its_baseline(tmp_path: Path) -> None:
    (demo,) = knowledge_sets.write(tmp_path, islice(knowledge_sets.sets(), 1))
    assert main(["knowledge", "eval", str(demo), "--baseline", str(BASELINE)]) == 0
