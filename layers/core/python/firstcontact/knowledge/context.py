"""Selects the passages for a prompt, on which the reply may be based."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from firstcontact.knowledge.ports import KnowledgeIndex
from firstcontact.knowledge.ranking import fuse_ranks
from firstcontact.knowledge.records import Filter, Passage
from firstcontact.knowledge.search import DEPTH, MAX_DEPTH, search_passages
from firstcontact.text import analysis, near_duplicates, transcripts
from firstcontact.text.ports import Encoder

SMOOTH = 10
ARTICLES, TICKETS = Filter(kind="article"), Filter(kind="ticket")
# The share of a ticket's answer that an article must contain to be confirmed by it, and the weight of such
# confirmations relative to the search.
MIN_SHARE_SAID = 0.8
CONFIRMED_WEIGHT = 2.0


def select_context(
    question: str,
    encoder: Encoder,
    index: KnowledgeIndex,
    articles: int = 6,
    tickets: int = 4,
    *,
    before: str = "",
) -> list[Passage]:
    """Select the best articles, then solved tickets, of which only the agent's answer is kept.

    Articles are the shop's official information, so replies state what they say. Tickets show that an agent gave the
    same answer before, and which article answers a question that customers ask in other words.
    """

    def distinct(k: int, n: int, enough: int, where: Filter) -> list[Passage]:
        """Of the k best passages, n that do not repeat one another; searches deeper if fewer than enough are left."""
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
    """Articles unchanged, tickets reduced to the agent's answer; tickets without an answer are dropped."""
    for passage in passages:
        if passage.kind == "article":
            yield passage
        elif transcripts.has_agent(passage.text):
            yield passage.model_copy(update={"text": transcripts.answer_in(passage.text)})


def boost_confirmed_articles(articles: Sequence[Passage], answers: Sequence[Passage]) -> list[Passage]:
    """Rank articles by the search order, fused with the order in which answers to similar questions confirm them."""
    closeness = {place: _repeated(article, answers) for place, article in enumerate(articles)}
    repeated = sorted((place for place, close in closeness.items() if close), key=lambda place: -closeness[place])
    order = fuse_ranks(range(len(articles)), repeated, k=SMOOTH, weights=(1.0, CONFIRMED_WEIGHT))
    return [articles[place] for place, _ in order]


def _repeated(article: Passage, answers: Sequence[Passage]) -> float:
    """The highest cosine to the question among the answers that the article contains; 0 if it contains none."""
    held = set(analysis.stems(f"{article.title} {article.text}"))
    return max(
        (a.cosine for a in answers if analysis.share(analysis.stems(a.text), held) >= MIN_SHARE_SAID), default=0.0
    )


def take_distinct(passages: Iterable[Passage], n: int = 5) -> list[Passage]:
    """At most n passages for a prompt, in the given order, without those that repeat an earlier one."""
    said = near_duplicates.DistinctTexts()
    return list(islice((one for one in passages if said.repeated(one.text, one.document_id) is None), n))
