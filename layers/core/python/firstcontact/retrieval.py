"""From a question to the passages that may answer it.

Two rankings, by word and by meaning, are fused by rank alone, so that every index ranks alike whatever its
scores mean.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from firstcontact.model.knowledge import Audience, Passage
from firstcontact.ports import Encoder, KnowledgeIndex

Key = TypeVar("Key", bound=Hashable)
SAME = 0.9
# Chosen on the demo questions and two public sets: word hits far below the best one only add noise, and meaning
# finds paraphrases that words miss.
CLOSE = 0.7
MEANING = 2.0
SMOOTH = 10
DEPTH = 24
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def fuse(*rankings: Sequence[Key], k: int = 60, weights: Sequence[float] | None = None) -> list[tuple[Key, float]]:
    """Reciprocal-rank fusion: a ranking gives weight / (k + rank) to each key; best first, ties as given."""
    scores: dict[Key, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, key in enumerate(dict.fromkeys(ranking), start=1):
            scores[key] = scores.get(key, 0.0) + weight / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def merge(by_word: Sequence[tuple[Key, float]], by_meaning: Sequence[Key]) -> list[tuple[Key, float]]:
    """What every index does with its two rankings; word hits bring their BM25 score, higher is better."""
    floor = CLOSE * by_word[0][1] if by_word else 0.0
    close = [key for key, score in by_word if score >= floor]
    return fuse(close, by_meaning, k=SMOOTH, weights=(1.0, MEANING))


def search(
    question: str,
    encoder: Encoder,
    index: KnowledgeIndex,
    k: int = 5,
    *,
    tenant: str = "default",
    audience: Audience = "public",
) -> list[Passage]:
    """The k best passages for a question; [] for a blank one."""
    if not question.strip():
        return []
    return index.search(question, encoder.encode([question])[0], k=k, tenant=tenant, audience=audience)


def grounds(
    question: str, encoder: Encoder, index: KnowledgeIndex, articles: int = 5, tickets: int = 2
) -> list[Passage]:
    """What a reply may rest on: the best articles, then solved tickets, of these only what the agent wrote.

    Articles are what the shop stands by, so customers are told what they say; tickets show that it was said before.
    """
    found = best(search(question, encoder, index, DEPTH), DEPTH)
    solved = (
        passage.model_copy(update={"text": answer_in(passage)}) for passage in found if passage.kind == "ticket"
    )
    return [*[p for p in found if p.kind == "article"][:articles], *list(solved)[:tickets]]


def answer_in(ticket: Passage) -> str:
    """The agent's part of a solved ticket."""
    return ticket.text.rpartition("Agent:")[2].strip() or ticket.text


def search_documents(
    question: str,
    encoder: Encoder,
    index: KnowledgeIndex,
    k: int = 5,
    *,
    tenant: str = "default",
    audience: Audience = "public",
) -> list[Passage]:
    """The best passage of each of the k best documents."""
    asked = 4 * k
    while True:
        found = search(question, encoder, index, asked, tenant=tenant, audience=audience)
        documents: dict[str, Passage] = {}
        for passage in found:
            documents.setdefault(passage.document_id, passage)
        if len(documents) >= k or len(found) < asked:
            return list(documents.values())[:k]
        asked *= 4


def best(passages: Iterable[Passage], n: int = 5) -> list[Passage]:
    """At most n passages for a prompt, in the order given, leaving out what repeats an earlier one."""
    kept: list[Passage] = []
    words_by_numbers: dict[tuple[str, ...], list[frozenset[str]]] = {}
    for passage in passages:
        if len(kept) == n:
            break
        numbers, words = _print(passage.text)
        earlier = words_by_numbers.setdefault(numbers, [])
        if not any(len(words & others) >= SAME * len(words | others) for others in earlier):
            kept.append(passage)
            earlier.append(words)
    return kept


@lru_cache(maxsize=4096)
def _print(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """What tells a text from its near-duplicates: passages that differ in a number are never the same."""
    return tuple(sorted(_NUMBER.findall(text))), frozenset(_WORD.findall(text.lower()))
