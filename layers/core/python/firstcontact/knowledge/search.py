"""Searches for the best passages or documents for a question."""

from collections.abc import Sequence

from firstcontact.knowledge.ports import KnowledgeIndex
from firstcontact.knowledge.records import EVERYTHING, Filter, Passage
from firstcontact.text.ports import Encoder
from firstcontact.text.queries import split_query

# The weight of the earlier conversation relative to the message that refers to it.
CONTEXT_WEIGHT = 0.5
# Added to the newest passage's score, and half of it to that of one a year older: enough to order equals by age.
RECENCY_WEIGHT = 0.01
DEPTH, MAX_DEPTH = 24, 384
MAX_PASSAGES = 10_000  # limit of passages requested from an index at once, set by OpenSearch


def search_passages(
    question: str,
    encoder: Encoder,
    index: KnowledgeIndex,
    k: int = 5,
    *,
    where: Filter = EVERYTHING,
    before: str = "",
) -> list[Passage]:
    """The k best passages for a question, the newer of equals first; [] for a blank question.

    ``before`` is the earlier conversation, given if the question refers to it.
    """
    if not question.strip():
        return []
    parts = split_query(question)
    vectors = encoder.encode(parts)
    if before:
        vectors = vectors + CONTEXT_WEIGHT * encoder.encode([f"{before} {question}"])
        vectors /= (vectors**2).sum(axis=1, keepdims=True) ** 0.5
    return _by_age(index.search(parts, vectors, k=k, where=where))


def _by_age(passages: Sequence[Passage]) -> list[Passage]:
    """Rank passages again after a small bonus for recency; an undated one counts as a year older than the newest.

    The bonus halves with each year that a passage is older than the newest one found, so it does not depend on the
    current time.
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
    """Search by words alone: a baseline that the combined search has to beat."""
    found = index.search([question], encoder.encode([question]) * 0, k=k)
    return [passage for passage in found if passage.score > 0]


def search_by_meaning(question: str, encoder: Encoder, index: KnowledgeIndex, k: int) -> list[Passage]:
    """Search by the passages' meaning alone: the other baseline."""
    found = index.search([""], encoder.encode([question]), k=max(k, MAX_DEPTH))
    return sorted(found, key=lambda passage: -passage.cosine)[:k]


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
