"""``python -m infra.local.models.adapt [--shop DIR] [--lessons N] [--out FILE]``: teach an encoder a shop's answers.

A lesson is a solved ticket whose reply says what a sentence of an article says: the question should lie close to
that sentence, and away from the others. Takes ten minutes for two thousand tickets. The changes are written into the
shop's folder; `make up` and `make deploy` then build the shop's encoder with them.
"""

import argparse
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from firstcontact.adapters.models.onnx import OnnxEncoder
from firstcontact.cli.progress_bar import progress
from firstcontact.shop.shop import Shop
from firstcontact.text.ports import Encoder
from firstcontact.training import artifact, encoder, low_rank
from firstcontact.training.adapt import Course, Lesson, train

from infra.local.loader import folder
from infra.local.runner.failure import RunnerFailure
from infra.local.standins.sentences import split_sentences
from layers.models.sources import ROOT, changes_in

MAX_WRONG = 24
# Cosine similarities of a reply's sentence and an article's: the same statement, and one about the same thing, which
# is neither right nor wrong.
SAME, RELATED = 0.9, 0.7
CACHE = ROOT / ".local"


def lessons(shop: Shop, judge: Encoder) -> Iterator[Lesson]:
    """The lessons of a shop's tickets."""
    shown, said = zip(*_sentences(shop), strict=True)
    as_shown, as_said = judge.encode(shown), judge.encode(said)
    for ticket in shop.tickets:
        reply = [sentence.text for sentence in split_sentences(ticket.reply)]
        alike = (as_said @ judge.encode(reply).T).max(axis=1)
        hardest = np.argsort(-(as_shown @ judge.encode([ticket.question])[0]))
        right = tuple(shown[place] for place in np.flatnonzero(alike >= SAME))
        if right:
            wrong = tuple(shown[place] for place in hardest if alike[place] < RELATED)
            yield Lesson(ticket.question, right, wrong[:MAX_WRONG])


def _sentences(shop: Shop) -> Iterator[tuple[str, str]]:
    """Each sentence of each article, under its title and heading and bare."""
    for article in shop.articles:
        for sentence in split_sentences(article.document.text):
            heading = f"{sentence.heading}. " if sentence.heading else ""
            yield f"{article.document.title}: {heading}{sentence.text}", sentence.text


def main() -> int:
    """Train and write the changes."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.local.models.adapt", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--shop", default=folder.DEFAULT, metavar="DIR", help=f"the shop's folder ({folder.DEFAULT})")
    parser.add_argument("--lessons", type=int, metavar="N", help="teach the first N lessons (all)")
    parser.add_argument("--out", type=Path, help="where the changes go (the shop's folder)")
    given = parser.parse_args()
    bars = progress()
    try:
        place = folder.find(given.shop)
        shop = folder.read(place)
    except RunnerFailure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 2
    plain = OnnxEncoder(encoder.ready(CACHE, bars.say))
    found = list(islice(lessons(shop, plain), given.lessons)) if shop.tickets and shop.articles else []
    if not found:
        print(
            f"error: {place.name} has no solved ticket whose reply says what an article says: add such tickets to "
            "tickets.jsonl",
            file=sys.stderr,
        )
        return 2
    weights, shape, tokenizer = encoder.published(encoder.weights_of(CACHE))
    changes = train(weights, shape, tokenizer, found, Course(questions=min(Course.questions, len(found))), bars)
    out = given.out or changes_in(place)
    out.parent.mkdir(parents=True, exist_ok=True)
    low_rank.write(out, changes)
    print(f"{out}: {len(found)} lessons, {artifact.digest(out)[:12]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
