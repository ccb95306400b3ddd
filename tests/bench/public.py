"""Public collections of customers' messages, read from a folder that is not part of the repository.

Each has a file ``SOURCE.txt`` there that says where it is from: Banking77, CLINC150, HWU64 and Bitext's sample.
"""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"


class Collection(NamedTuple):
    """Texts by intent, and texts that belong to none of them."""

    texts: Mapping[str, list[str]]
    beside: list[str]


def banking(folder: Path) -> Collection:
    """Banking77: its training part."""
    with (folder / "intent_banking77" / "train.csv").open(encoding="utf-8", newline="") as file:
        return _grouped([(row["text"], row["category"]) for row in csv.DictReader(file)])


def clinc(folder: Path) -> Collection:
    """CLINC150: training and validation part, and its texts out of scope."""
    parts = json.loads((folder / "intent_clinc150" / "data_full_trainval.json").read_text(encoding="utf-8"))
    beside = [text for part in ("oos_train", "oos_val") for text, _ in parts[part]]
    return _grouped([(text, intent) for part in ("train", "val") for text, intent in parts[part]], beside)


def hwu(folder: Path) -> Collection:
    """HWU64: training and validation part."""
    pairs = []
    for part in ("train", "valid"):
        place = folder / "intent_hwu64_b77oos" / "HWU64" / part
        texts, intents = ((place / name).read_text(encoding="utf-8").splitlines() for name in ("seq.in", "label"))
        pairs += list(zip(texts, intents, strict=True))
    return _grouped(pairs)


def bitext(folder: Path) -> Collection:
    """Bitext's sample of customer service: both parts."""
    pairs = []
    for path in sorted((folder / "intent_bitext").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            pairs += [(row["utterance"], row["intent"]) for row in csv.DictReader(file)]
    return _grouped(pairs)


READERS: Mapping[str, Callable[[Path], Collection]] = {
    "CLINC150": clinc,
    "HWU64": hwu,
    "Banking77": banking,
    "Bitext": bitext,
}


def _grouped(pairs: list[tuple[str, str]], beside: list[str] | None = None) -> Collection:
    texts: dict[str, list[str]] = {}
    for text, intent in pairs:
        texts.setdefault(intent, []).append(text)
    return Collection(texts, beside or [])
