"""The gate's input, and its verdict."""

import re
from functools import cached_property

from firstcontact.drafting.records import Draft
from firstcontact.knowledge.records import Passage
from firstcontact.record import Record
from firstcontact.routing.prediction import Prediction
from firstcontact.text import analysis


class Verdict(Record):
    """The gate's decision on a draft: P(the reply is right for this question), whether to release it, and why not."""

    confidence: float
    release: bool
    reasons: tuple[str, ...] = ()


_YES_NO = re.compile(r"^\s*(?:(?:yes|no)\b[,.:;]?|agent:)\s*", re.IGNORECASE)


class GateInput(Record):
    """Everything that a verdict is based on."""

    question: str
    passages: tuple[Passage, ...]
    draft: Draft
    prediction: Prediction | None = None

    @cached_property
    def claims(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The draft's statements, each with the passages it cites.

        A leading yes or no is removed, and so is what the draft admits not to know.
        """
        pairs = zip(self.draft.sentences, self.draft.citations, strict=True)
        bare = [
            (_YES_NO.sub("", sentence), numbers) for text, numbers in pairs for sentence in analysis.sentences(text)
        ]
        told = [(part, numbers) for text, numbers in bare for part in _stated(text)]
        return tuple((text, numbers) for text, numbers in told if analysis.stems(text))


def _stated(sentence: str) -> list[str]:
    if not analysis.admits(sentence):
        return [sentence]
    return [clause for clause in analysis.clauses(sentence) if not analysis.admits(clause)]
