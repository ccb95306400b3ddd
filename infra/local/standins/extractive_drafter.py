"""The extractive model: answers with unchanged sentences of the passages, so it cannot invent anything.

A sentence's score combines the share of the question's words it contains (rare words count more), its cosine to the
question with and without its headings, whether it contains a number if the question asks for one, and what agents
answered to similar questions. Weights and thresholds were chosen on the demo's questions of the split "fit".
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from infra.local.standins.prompt import Answer, NumberedPassage, Prompt
from infra.local.standins.sentences import Sentence, split_sentences
from infra.local.standins.similarity import Likeness
from infra.local.standins.words import stems

NO_ANSWER = "NO_ANSWER"
MAX_SENTENCES = 3
# Minimum similarity of two questions, and minimum share of a sentence's words for it to count as repeated.
UNLIKE, SAID = 0.45, 0.8
_ASKS_NUMBER = re.compile(
    r"\b(?:how (?:long|much|many|far|big|old|often|soon|fast|loud|wide|high|heavy|deep)|when|what time|until|prices?"
    r"|costs?|length|sizes?|capacity|range|watts?|lumens?|number of)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|once|same day|working day)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Weights:
    """The weight of each feature of a sentence, and the minimum scores."""

    words: float
    cosine: float
    cosine_headed: float
    number: float
    rank: float
    solved: float
    enough: float
    close_to_best: float


BY_MEANING = Weights(
    words=2.5, cosine=3.0, cosine_headed=6.0, number=0.3, rank=0.0, solved=12.0, enough=3.5, close_to_best=2.0
)
BY_WORDS = Weights(
    words=4.4, cosine=0, cosine_headed=0, number=0.5, rank=2.1, solved=12.0, enough=2.5, close_to_best=0.1
)


class Candidate(NamedTuple):
    """A sentence that may be part of the answer."""

    passage: NumberedPassage
    rank: int
    sentence: Sentence


class ExtractiveModel:
    """Chooses sentences by their words and, if there is an encoder, by meaning."""

    def __init__(self, likeness: Likeness | None = None) -> None:
        self._likeness = likeness
        self._weights = BY_MEANING if likeness else BY_WORDS

    def answer(self, prompt: Prompt) -> str:
        """One to three cited sentences of one passage in reading order, or NO_ANSWER."""
        candidates = [
            Candidate(passage, rank, sentence)
            for rank, passage in enumerate(prompt.passages, start=1)
            for sentence in split_sentences(passage.text)
        ]
        scores = self._scores(prompt, candidates)
        if not scores or max(scores) < self._weights.enough:
            return NO_ANSWER
        best = max(range(len(scores)), key=scores.__getitem__)
        near = [
            index
            for index, score in enumerate(scores)
            if candidates[index].rank == candidates[best].rank and score >= scores[best] - self._weights.close_to_best
        ]
        chosen = sorted(sorted(near, key=lambda index: -scores[index])[:MAX_SENTENCES])
        return " ".join(_cited(candidates[index]) for index in chosen)

    def _scores(self, prompt: Prompt, candidates: list[Candidate]) -> list[float]:
        weights, question = self._weights, prompt.question
        shares = _shares(question, [candidate.sentence.text for candidate in candidates])
        alone = headed = [0.0] * len(candidates)
        if self._likeness and candidates:
            alone = self._likeness.to(question, [candidate.sentence.text for candidate in candidates])
            headed = self._likeness.to(question, [_headed(candidate) for candidate in candidates])
        repeated = [_repeated(candidate.sentence.text, prompt.solved) for candidate in candidates]
        asks_number = bool(_ASKS_NUMBER.search(question))
        return [
            weights.words * share
            + weights.cosine * cosine
            + weights.cosine_headed * cosine_headed
            + weights.number * asks_number * (1 if _NUMBER.search(candidate.sentence.text) else -1)
            + weights.rank / candidate.rank
            + weights.solved * again
            for candidate, share, cosine, cosine_headed, again in zip(
                candidates, shares, alone, headed, repeated, strict=True
            )
        ]


def _shares(question: str, texts: list[str]) -> list[float]:
    """For each text, the share of the question's words in it, weighted by their rarity among the texts."""
    found = [set(stems(text)) for text in texts]
    holding = Counter(word for words in found for word in words)
    asked = {
        word: math.log(1 + (len(texts) - holding[word] + 0.5) / (holding[word] + 0.5))
        for word in set(stems(question))
    }
    total = sum(asked.values()) or 1.0
    return [sum(weight for word, weight in asked.items() if word in words) / total for words in found]


def _repeated(text: str, solved: Sequence[Answer]) -> float:
    """The similarity, minus ``UNLIKE``, of the closest question whose answer contains most of this sentence."""
    words = set(stems(text))
    again = (answer.alike for answer in solved if words and len(words & set(stems(answer.text))) >= SAID * len(words))
    return max(max(again, default=0.0) - UNLIKE, 0.0)


def _headed(candidate: Candidate) -> str:
    return f"{candidate.passage.title}: {candidate.sentence.heading}. {candidate.sentence.text}"


def _cited(candidate: Candidate) -> str:
    text = candidate.sentence.text.rstrip(":;, ")
    return f"{text if text[-1] in '.!?' else text + '.'} [{candidate.passage.number}]"
