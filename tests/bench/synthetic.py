"""Knowledge of any size, made up: what it costs to search does not depend on what it says.

Words are as frequent as in English (Zipf), the commonest being those that a search leaves out, so that a question's
words match as many passages as in real collections: its eight words together about two fifths of all.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Literal
from zlib import crc32

import numpy as np
from firstcontact import condensing
from firstcontact.model.knowledge import Document, Filter

if TYPE_CHECKING:
    from firstcontact.ports import Vectors

DIMENSIONS = 384
VOCABULARY, BLOCK = 20_000, 1024
SHORTEST, LONGEST = 60, 120  # words of a text
QUESTION, SENTENCES = 14, 8  # words of a question with those left out; sentences of a long one
LEFT_OUT = "the to and of a in is for that it you on with your are this as be can at or if by from"
SYLLABLES = [first + second for first, second in product("bdfgklmnprstvz", "aeiou")]
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 1000
# An index is always searched for one tenant: the widest filter lets nearly everything pass.
FILTERS = {
    "widest filter": Filter(audience="agents"),
    "80 % pass": Filter(),
    "20 % pass": Filter(language="de", since=NEWEST - timedelta(days=DAYS / 2)),
}


class SumOfWords:
    """Fills ``Encoder`` at once, where a real one takes hours for a million: a random vector per word, summed.

    Texts are near that share words; those that a search leaves out count for nothing.
    """

    name = "sum-of-words"

    def __init__(self) -> None:
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> "Vectors":
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            if words := condensing.words(text):
                vectors[row] = np.sum([self._of(word) for word in words], axis=0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors

    def _of(self, word: str) -> "Vectors":
        if word not in self._known:
            chance = np.random.default_rng(crc32(word.encode()))
            self._known[word] = chance.standard_normal(DIMENSIONS, dtype=np.float32)
        return self._known[word]


def documents(size: int) -> Iterator[Document]:
    """So many, the same each time; each is one chunk."""
    for number, text in enumerate(_texts(size)):
        chance = random.Random(number)
        yield Document(
            id=str(number),
            title=" ".join(text.split()[:4]),
            text=text,
            tenant=_one_of(chance, default=98, other=2),
            audience=_audience(chance),
            kind="ticket" if chance.random() < 0.3 else "article",
            language=_one_of(chance, en=50, de=40, unknown=10).replace("unknown", ""),
            updated_at=NEWEST - timedelta(days=chance.random() * DAYS),
            source="made up",
        )


def questions(count: int, sentences: int) -> list[str]:
    """Questions in the words of texts that are there, each sentence in another's."""
    asked = [_sentence(random.Random(-number - 1), text) for number, text in enumerate(_texts(count * sentences))]
    return [" ".join(asked[start : start + sentences]) for start in range(0, len(asked), sentences)]


def _sentence(chance: random.Random, text: str) -> str:
    return " ".join(chance.sample(text[:-1].split(), QUESTION)) + "?"


def _texts(size: int) -> Iterator[str]:
    words = np.array(list(_vocabulary()))
    shares = 1 / np.arange(1, VOCABULARY + 1)
    sums = np.cumsum(shares / shares.sum())
    for start in range(0, size, BLOCK):
        chance = np.random.default_rng(start)
        lengths = chance.integers(SHORTEST, LONGEST + 1, BLOCK)
        drawn = words[np.minimum(np.searchsorted(sums, chance.random(lengths.sum())), VOCABULARY - 1)]
        ends = np.cumsum(lengths)
        for begin, end in list(zip(ends - lengths, ends, strict=True))[: size - start]:
            yield " ".join(drawn[begin:end]) + "."


def _vocabulary() -> Iterator[str]:
    commonest = LEFT_OUT.split()
    yield from commonest
    longer = (left + right for left, right in product(SYLLABLES, SYLLABLES))
    longest = (left + middle + right for left, middle, right in product(SYLLABLES, SYLLABLES, SYLLABLES))
    made = (word for words in (longer, longest) for word in words)
    yield from (next(made) for _ in range(VOCABULARY - len(commonest)))


def _audience(chance: random.Random) -> Literal["public", "agents"]:
    return "public" if chance.random() < 0.82 else "agents"


def _one_of(chance: random.Random, **shares: int) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]
