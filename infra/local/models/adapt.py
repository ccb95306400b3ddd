"""``python -m infra.local.models.adapt [--lessons N] [--out FILE]``: teach an encoder the demo shop's answers.

Takes ten minutes or so. What it learns is which sentence answers what. The changes are written into the shop's
folder: a shop that has some searches with an encoder of its own, and needs a gate fitted with that encoder.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from firstcontact.adapters.models.onnx import OnnxEncoder
from firstcontact.cli.progress_bar import progress
from firstcontact.text import transcripts
from firstcontact.text.ports import Encoder
from firstcontact.training import artifact, encoder, low_rank
from firstcontact.training.adapt import Course, Lesson, train

from infra.local.demo.documents import FOLDER, documents
from infra.local.standins.sentences import split_sentences

HARD = 24
LOCAL = Path(__file__).resolve().parents[1]
CACHE = LOCAL.parents[1] / ".local"
CHANGES = LOCAL / "shops" / "tidewire" / "models" / "encoder_changes.npz"


def lessons(judge: Encoder, count: int | None = None) -> list[Lesson]:
    """Every chat with its answers' sentences, none where it was passed on, and the open questions to be taught.

    With a ``count`` the first so many.
    """
    shown, said = zip(*_sentences(), strict=True)
    vectors = judge.encode(shown)
    return [
        _lesson(question, right, known, shown, said, np.argsort(-(vectors @ judge.encode([question])[0])))
        for question, right, known in islice(_asked(), count)
    ]


def _lesson(
    question: str, right: set[str], known: set[str], shown: tuple[str, ...], said: tuple[str, ...], order: Any
) -> Lesson:
    wrong = [shown[place] for place in order if said[place] not in known][:HARD]
    answers = tuple(text for text, sentence in zip(shown, said, strict=True) if sentence in right)
    return Lesson(question, answers, tuple(wrong))


def _sentences() -> Iterator[tuple[str, str]]:
    """Each sentence of each article, under its title and heading and bare."""
    for document in documents():
        if document.kind == "article":
            for sentence in split_sentences(document.text):
                heading = f"{sentence.heading}. " if sentence.heading else ""
                yield f"{document.title}: {heading}{sentence.text}", sentence.text


def _asked() -> Iterator[tuple[str, set[str], set[str]]]:
    """Questions, the sentences that answer them, and those that answer at least a part."""
    for row in _rows("chats.jsonl"):
        answers = {sentence for answer in row["answers"] for sentence in answer}
        yield transcripts.question_in(row["text"]), answers, answers
    for row in _rows("questions_open.jsonl"):
        if row["split"] == "taught":  # the gate is fitted to the others
            yield row["question"], set(), {sentence for answer in row["answers"] for sentence in answer}


def _rows(name: str) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, (FOLDER / name).read_text(encoding="utf-8").splitlines())


def main() -> int:
    """Train and write the changes."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.local.models.adapt", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--lessons", type=int, metavar="N", help="teach the first N questions (all)")
    parser.add_argument("--out", type=Path, default=CHANGES, help="where the changes go (the shop's folder)")
    given = parser.parse_args()
    bars = progress()
    plain = encoder.ready(CACHE, bars.say)
    weights, shape, tokenizer = encoder.published(encoder.weights_of(CACHE))
    found = lessons(OnnxEncoder(plain), given.lessons)
    course = Course(questions=min(Course.questions, len(found)))
    changes = train(weights, shape, tokenizer, found, course, bars)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    low_rank.write(given.out, changes)
    print(f"{given.out}: {len(found)} questions, {artifact.digest(given.out)[:12]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
