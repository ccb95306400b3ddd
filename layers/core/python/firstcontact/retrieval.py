"""From a question to the passages that may answer it.

What is found by word and by meaning is scored alike for every index: the cosine of meaning, plus the share of the
best word score (a convex combination, which beat reciprocal ranks on every set tried, as Bruch et al. 2023 found
too). What was found is then weighed anew by what it is called, as a heading often is the question that its text
answers. A long message is looked for sentence by sentence, and what fits one of them well comes before what fits all
a little.
"""

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from firstcontact import condensing, repeats, solved, wording
from firstcontact.model.knowledge import EVERYTHING, Filter, Passage
from firstcontact.ports import Encoder, KnowledgeIndex

Key = TypeVar("Key", bound=Hashable)
# Chosen on the demo's questions, three public sets, and long messages made from these: what the best hit by word
# counts beside a cosine of one, and how sharply the sentence that fits best decides.
WORD_WEIGHT = 0.15
SHARPNESS = 8.0
# Where a passage's name is closer to a question than its text, so much of its closeness is still the text's, to tell
# passages of one name apart.
OWN_WEIGHT = 0.1
# How much what was said before counts beside the message that leans on it, and how much a passage of today counts
# more than one of a year ago: enough to tell equals apart.
CONTEXT_WEIGHT = 0.5
RECENCY_WEIGHT = 0.01
SMOOTH = 10
DEPTH, MAX_DEPTH = 24, 384
MAX_PASSAGES = 10_000  # passages that an index is asked for at once: what OpenSearch gives
ARTICLES, TICKETS = Filter(kind="article"), Filter(kind="ticket")
# How much of a ticket's answer an article must hold to be what the agent told; what that counts beside the search.
MIN_SHARE_SAID = 0.8
CONFIRMED_WEIGHT = 2.0


def fuse_ranks(
    *rankings: Sequence[Key], k: int = 60, weights: Sequence[float] | None = None
) -> list[tuple[Key, float]]:
    """Reciprocal-rank fusion: a ranking gives weight / (k + rank) to each key; best first, ties as given."""
    scores: dict[Key, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, key in enumerate(dict.fromkeys(ranking), start=1):
            scores[key] = scores.get(key, 0.0) + weight / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def fuse_hits(
    by_word: Sequence[Sequence[tuple[Key, float]]],
    cosines: Mapping[Key, Sequence[float]],
    named: Mapping[Key, Sequence[float]],
) -> list[tuple[Key, float]]:
    """What every index does with what it found for the parts of a question: keys with their scores, best first.

    ``by_word`` has, per part, hits with their BM25 scores, best first; ``cosines`` has, per candidate found in any
    way, its cosine to each part, and ``named`` those of its name if it has one. Of equal scores the one given first
    comes first.
    """
    shares = [{key: WORD_WEIGHT * score / hits[0][1] for key, score in hits} for hits in by_word]
    scores = {
        key: _softly_greatest(
            [
                OWN_WEIGHT * cosine + (1 - OWN_WEIGHT) * max(cosine, name) + share.get(key, 0.0)
                for cosine, name, share in zip(near, named.get(key, near), shares, strict=True)
            ]
        )
        for key, near in cosines.items()
    }
    return sorted(scores.items(), key=lambda pair: -pair[1])


def _softly_greatest(values: Sequence[float]) -> float:
    """The greatest, and a little more where others come close: the log of the sum of exponentials."""
    top = max(values)
    return top + math.log(sum(math.exp(SHARPNESS * (value - top)) for value in values)) / SHARPNESS


def search_passages(
    question: str,
    encoder: Encoder,
    index: KnowledgeIndex,
    k: int = 5,
    *,
    where: Filter = EVERYTHING,
    before: str = "",
) -> list[Passage]:
    """The k best passages for a question, the newer of equals first; [] for a blank one.

    ``before`` is what was said earlier, where the question leans on it.
    """
    if not question.strip():
        return []
    parts = condensing.split_query(question)
    vectors = encoder.encode(parts)
    if before:
        vectors = vectors + CONTEXT_WEIGHT * encoder.encode([f"{before} {question}"])
        vectors /= (vectors**2).sum(axis=1, keepdims=True) ** 0.5
    return _by_age(index.search(parts, vectors, k=k, where=where))


def _by_age(passages: Sequence[Passage]) -> list[Passage]:
    """Passages with a little added for how new they are; one without a date is taken to be a year older.

    What is added halves with each year that a passage is older than the newest found, so that no clock is needed.
    """
    dates = [passage.updated_at for passage in passages if passage.updated_at]
    if not dates:
        return list(passages)
    newest = max(dates)

    def newer(passage: Passage) -> Passage:
        years = (newest - passage.updated_at).days / 365 if passage.updated_at else 1.0
        return passage.model_copy(update={"score": passage.score + RECENCY_WEIGHT * 0.5**years})

    return sorted(map(newer, passages), key=lambda passage: -passage.score)


def search_by_word(question: str, encoder: Encoder, index: KnowledgeIndex, k: int) -> list[Passage]:
    """What words alone find: the measure that a search has to beat."""
    found = index.search([question], encoder.encode([question]) * 0, k=k)
    return [passage for passage in found if passage.score > 0]


def search_by_meaning(question: str, encoder: Encoder, index: KnowledgeIndex, k: int) -> list[Passage]:
    """What the meaning of passages alone finds: the other one."""
    found = index.search([""], encoder.encode([question]), k=max(k, MAX_DEPTH))
    return sorted(found, key=lambda passage: -passage.cosine)[:k]


def select_context(
    question: str,
    encoder: Encoder,
    index: KnowledgeIndex,
    articles: int = 6,
    tickets: int = 4,
    *,
    before: str = "",
) -> list[Passage]:
    """What a reply may rest on: the best articles, then solved tickets, of these only what the agent wrote.

    Articles are what the shop stands by, so customers are told what they say; tickets show that it was said before,
    and which article answers what customers ask in other words.
    """

    def distinct(k: int, n: int, enough: int, where: Filter) -> list[Passage]:
        """Of k passages n that do not repeat one another; more are looked at where many do."""
        while True:
            found = search_passages(question, encoder, index, k, where=where, before=before)
            kept = take_distinct(_told(found), n)
            if len(kept) >= enough or len(found) < k or k >= MAX_DEPTH:
                return kept
            k *= 4

    found = distinct(DEPTH, DEPTH, articles, ARTICLES)
    answers = distinct(2 * tickets, tickets, tickets, TICKETS)
    return [*boost_confirmed_articles(found, answers)[:articles], *answers]


def _told(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Articles as they are, of tickets what the agent answered; a ticket without an answer tells nothing."""
    for passage in passages:
        if passage.kind == "article":
            yield passage
        elif solved.has_agent(passage.text):
            yield passage.model_copy(update={"text": solved.answer_in(passage.text)})


def boost_confirmed_articles(articles: Sequence[Passage], answers: Sequence[Passage]) -> list[Passage]:
    """Articles in the order of their search fused with the order in which answers to questions alike repeat them."""
    closeness = {place: _repeated(article, answers) for place, article in enumerate(articles)}
    repeated = sorted((place for place, close in closeness.items() if close), key=lambda place: -closeness[place])
    order = fuse_ranks(range(len(articles)), repeated, k=SMOOTH, weights=(1.0, CONFIRMED_WEIGHT))
    return [articles[place] for place, _ in order]


def _repeated(article: Passage, answers: Sequence[Passage]) -> float:
    """The likeness to the question of the closest answer that says what the article says; 0 if none does."""
    held = set(wording.stems(f"{article.title} {article.text}"))
    return max(
        (a.cosine for a in answers if wording.share(wording.stems(a.text), held) >= MIN_SHARE_SAID), default=0.0
    )


def search_documents(
    question: str,
    encoder: Encoder,
    index: KnowledgeIndex,
    k: int = 5,
    *,
    where: Filter = EVERYTHING,
) -> list[Passage]:
    """The best passage of each of the k best documents."""
    asked = min(4 * k, MAX_PASSAGES)
    while True:
        found = search_passages(question, encoder, index, asked, where=where)
        documents: dict[str, Passage] = {}
        for passage in found:
            documents.setdefault(passage.document_id, passage)
        if len(documents) >= k or len(found) < asked or asked == MAX_PASSAGES:
            return list(documents.values())[:k]
        asked = min(4 * asked, MAX_PASSAGES)


def take_distinct(passages: Iterable[Passage], n: int = 5) -> list[Passage]:
    """At most n passages for a prompt, in the order given, leaving out what repeats an earlier one."""
    said = repeats.DistinctTexts()
    return list(islice((one for one in passages if said.repeated(one.text, one.document_id) is None), n))
