"""The shops whose questions are labelled: Tidewire, and invented shops of other trades that exist for fitting alone.

``questions/<shop>/*.jsonl`` holds a shop's questions, one JSON object a line: ``id, kind (answerable, unanswerable or
half), question, documents, answers (sets of sentences that each answer it), good (right replies), bad ({text, why}),
split, typical``.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from firstcontact.knowledge.records import Document
from firstcontact.shop import documents as of_shop

from infra.local.loader import folder

HERE = Path(__file__).resolve().parent
QUESTIONS = HERE / "questions"
INVENTED = HERE / "shops"


class LabelledShop(NamedTuple):
    """A shop's folder, and the files of its labelled questions."""

    name: str
    place: Path
    files: tuple[Path, ...]

    def documents(self) -> Iterator[Document]:
        """Its articles, then its solved tickets."""
        return of_shop.documents(folder.read(self.place))

    def questions(self, split: str) -> Iterator[dict[str, Any]]:
        """The labelled questions of a split: "fit" or "held_out"."""
        for file in self.files:
            rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
            yield from (row for row in rows if row["split"] == split)


def labelled(name: str = folder.DEFAULT) -> LabelledShop:
    """A shop with labelled questions, by its name."""
    invented = INVENTED / name
    place = invented if invented.is_dir() else folder.SHOPS / name
    return LabelledShop(name, place, tuple(sorted((QUESTIONS / name).glob("*.jsonl"))))


def all_labelled() -> list[LabelledShop]:
    """Every shop with labelled questions."""
    return [labelled(place.name) for place in sorted(QUESTIONS.iterdir())]
