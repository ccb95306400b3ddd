"""Knowledge of any size, made up: what it costs to search does not depend on what it says, but on how it lies.

Most words are as frequent as in English (Zipf), the commonest being those that a search leaves out, so that a
question's words match as many passages as in real collections: its ten together about three tenths of all. The
others are of the text's topic and of the wider ones around it, so that texts lie together as real ones do: the
nearest of 9,000 has a cosine of .67, and about a text its neighbours fill 14 dimensions (Levina & Bickel 2004). Of
real texts in the shipped encoder's vectors these are .77 and 10, of sums of random words alone .26 and 96.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Literal
from zlib import crc32

import numpy as np
from firstcontact.knowledge.records import Document, Filter
from firstcontact.text.queries import query_words

if TYPE_CHECKING:
    import numpy.typing as npt
    from firstcontact.text.ports import Vectors

    Places = npt.NDArray[np.int64]

DIMENSIONS = 384
VOCABULARY, BLOCK = 20_000, 1024
GENERAL, WEIGHT = 10_000, 0.15  # words of no topic, and how much they say beside a topic's
TOPICAL = 0.35  # of a text's words
LEVELS, BRANCHES, OF_A_TOPIC = 8, 4, 2  # topics within topics, four in each, with two words of their own
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

    Texts are near that share words, those of a topic above all; what a search leaves out counts for nothing.
    """

    name = "sum-of-words"

    def __init__(self) -> None:
        self._known: dict[str, Vectors] = {}
        self._general = set(list(_vocabulary())[:GENERAL])

    def encode(self, texts: Sequence[str]) -> "Vectors":
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            if words := query_words(text):
                vectors[row] = np.sum([self._of(word) for word in words], axis=0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors

    def _of(self, word: str) -> "Vectors":
        if word not in self._known:
            chance = np.random.default_rng(crc32(word.encode()))
            weight = np.float32(WEIGHT if word in self._general else 1)
            self._known[word] = weight * chance.standard_normal(DIMENSIONS, dtype=np.float32)
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
    shares = 1 / np.arange(1, GENERAL + 1)
    sums = np.cumsum(shares / shares.sum())
    for start in range(0, size, BLOCK):
        chance = np.random.default_rng(start)
        lengths = chance.integers(SHORTEST, LONGEST + 1, BLOCK)
        general = np.minimum(np.searchsorted(sums, chance.random(lengths.sum())), GENERAL - 1)
        topical = _of_topics(chance, lengths)
        drawn = words[np.where(chance.random(lengths.sum()) < TOPICAL, topical, general)]
        ends = np.cumsum(lengths)
        for begin, end in list(zip(ends - lengths, ends, strict=True))[: size - start]:
            yield " ".join(drawn[begin:end]) + "."


def _of_topics(chance: np.random.Generator, lengths: "Places") -> "Places":
    """For each word of texts of these lengths one of a topic of its text, the widest as often as the closest."""
    closest = np.repeat(chance.integers(BRANCHES**LEVELS, size=lengths.size), lengths)
    level = chance.integers(1, LEVELS + 1, closest.size)
    topic = closest // BRANCHES ** (LEVELS - level)
    word = chance.integers(OF_A_TOPIC, size=closest.size)
    # Large primes scatter them: topics that share a word by accident have nothing else in common.
    scattered: Places = GENERAL + (level * 7919 + topic * 104_729 + word * 15_485_863) % (VOCABULARY - GENERAL)
    return scattered


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
