"""Searches: the best passages or documents for a question."""

from collections.abc import Sequence

from firstcontact.knowledge.ports import KnowledgeIndex
from firstcontact.knowledge.records import EVERYTHING, Filter, Passage
from firstcontact.text.ports import Encoder
from firstcontact.text.queries import split_query

# How much what was said before counts beside the message that leans on it, and how much a passage of today counts
# more than one of a year ago: enough to tell equals apart.
CONTEXT_WEIGHT = 0.5
RECENCY_WEIGHT = 0.01
DEPTH, MAX_DEPTH = 24, 384
MAX_PASSAGES = 10_000  # passages that an index is asked for at once: what OpenSearch gives


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
    parts = split_query(question)
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
