"""``python -m tests.bench.knowledge_sets FOLDER``: sets for ``firstcontact knowledge eval``; prints their folders.

The demo shop's articles and its held-out questions; where the public collections are, StackFAQ (paraphrases of
questions; an answer of the thread is right), SQuAD's paragraphs, and letters: two or three StackFAQ questions, and
eight of SQuAD's about long documents, each within sentences that tell of other things. ``--smallest`` writes the demo
shop's set alone.
"""

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from firstcontact.cli.knowledge.evaluate import QUESTIONS

from infra.local.models.shops import labelled
from tests.bench.public import FOLDER

LETTERS, FEWEST_CHARACTERS = 150, 20
SQUAD_QUESTIONS, SQUAD_IN_A_LETTER, PARAGRAPHS = 600, 8, 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Set(NamedTuple):
    """Documents as (id, title, text), and questions with the ids that should be found."""

    documents: list[tuple[str, str, str]]
    questions: list[tuple[str, set[str]]]


class Thread(NamedTuple):
    """A question in many words, and its answers' ids."""

    asked: list[str]
    answers: set[str]


def sets() -> Iterator[tuple[str, Set]]:
    """Each set with its name."""
    demo = labelled()
    articles = [(one.id, one.title, one.text) for one in demo.documents() if one.kind == "article"]
    asked = [(row["question"], set(row["documents"])) for row in demo.questions("held_out") if row["documents"]]
    yield "demo", Set(articles, asked)
    if not FOLDER.is_dir():
        print(f"the public collections are not in {FOLDER}: the demo shop alone", file=sys.stderr)
        return
    threads, answers = _stackfaq()
    plain = [(query, thread.answers) for thread in threads for query in thread.asked]
    yield "stackfaq", Set(answers, plain)
    yield "stackfaq-answers-alone", Set([(name, "", text) for name, _, text in answers], plain)
    chance = random.Random(1)
    paragraphs = _squad(1)
    yield "squad", Set(paragraphs.documents, chance.sample(paragraphs.questions, SQUAD_QUESTIONS))
    told = _told()
    yield "stackfaq-letters", Set(answers, list(_letters_of_threads(threads, told)))
    long = _squad(PARAGRAPHS)
    yield "squad-letters", Set(long.documents, list(_letters_of_questions(long.questions, told)))


def write(folder: Path, found: Iterable[tuple[str, Set]]) -> Iterator[Path]:
    """A folder for each set, as each is done."""
    for name, one in found:
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        _lines(
            place / "documents.jsonl", ({"id": i, "title": title, "text": text} for i, title, text in one.documents)
        )
        _lines(place / QUESTIONS, ({"query": query, "documents": sorted(right)} for query, right in one.questions))
        yield place


def _stackfaq() -> tuple[list[Thread], list[tuple[str, str, str]]]:
    pairs = json.loads((FOLDER / "faq_stackfaq" / "stackExchange-FAQ.json").read_text(encoding="utf-8"))
    threads, answers = [], []
    for place, pair in enumerate(pairs["root"]["qapair"]):
        given = [pair["answer"]] if isinstance(pair["answer"], str) else pair["answer"]
        texts = [(f"{place}.{number}", text) for number, text in enumerate(given) if text]
        answers += [(name, pair["question"], text) for name, text in texts]
        threads.append(Thread([one for one in pair["rephr"] if one and len(one) > 2], {name for name, _ in texts}))
    return threads, answers


def _squad(together: int) -> Set:
    """Its paragraphs, so many to a document, and the questions that one of them answers."""
    held: dict[str, Any] = json.loads(
        gzip.decompress((FOLDER / "qa_squad2_half" / "squad2_dev_even.json.gz").read_bytes())
    )
    documents, asked = [], []
    for article in held["data"]:
        for start in range(0, len(article["paragraphs"]), together):
            paragraphs = article["paragraphs"][start : start + together]
            name = f"{article['title']}.{start}"
            text = "\n\n".join(paragraph["context"] for paragraph in paragraphs)
            documents.append((name, article["title"].replace("_", " "), text))
            answerable = (one for paragraph in paragraphs for one in paragraph["qas"] if not one["is_impossible"])
            asked += [(one["question"], {name}) for one in answerable]
    return Set(documents, asked)


def _told() -> list[str]:
    """Sentences in which customers tell of themselves and their orders."""
    lines = (FOLDER / "actions_tau_retail" / "tasks_dev.jsonl").read_text(encoding="utf-8").splitlines()
    sentences = [one for line in lines for one in _SENTENCE.split(json.loads(line)["instruction"])]
    return [one for one in sentences if len(one) > FEWEST_CHARACTERS]


def _letters_of_threads(threads: list[Thread], told: list[str]) -> Iterator[tuple[str, set[str]]]:
    chance = random.Random(2)
    for _ in range(LETTERS):
        picked = chance.sample(threads, chance.choice((2, 2, 3)))
        asked = [chance.choice(thread.asked) for thread in picked]
        yield _letter(asked, told, 3, chance), set().union(*(thread.answers for thread in picked))


def _letters_of_questions(questions: list[tuple[str, set[str]]], told: list[str]) -> Iterator[tuple[str, set[str]]]:
    chance = random.Random(3)
    by_article: dict[str, list[tuple[str, set[str]]]] = {}
    for query, right in questions:
        by_article.setdefault(min(right).rpartition(".")[0], []).append((query, right))
    for _ in range(LETTERS):
        picked = chance.sample(by_article[chance.choice(sorted(by_article))], SQUAD_IN_A_LETTER)
        yield _letter([query for query, _ in picked], told, 1, chance), set().union(*(right for _, right in picked))


def _letter(asked: list[str], told: list[str], most: int, chance: random.Random) -> str:
    sentences = [one for query in asked for one in (*chance.sample(told, chance.randint(0, most)), query)]
    return " ".join([*sentences, chance.choice(told)])


def _lines(path: Path, rows: Iterable[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main() -> int:
    """Write the sets and print their folders."""
    parser = argparse.ArgumentParser(prog="tests.bench.knowledge_sets", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--smallest", dest="count", action="store_const", const=1, help="the demo shop's set alone")
    given = parser.parse_args()
    for place in write(given.folder, islice(sets(), given.count)):
        print(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
