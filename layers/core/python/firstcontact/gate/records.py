"""What the gate judges, and its verdict."""

import re
from functools import cached_property

from firstcontact.drafting.records import Draft
from firstcontact.knowledge.records import Passage
from firstcontact.record import Record
from firstcontact.routing.prediction import Prediction
from firstcontact.text import analysis


class Verdict(Record):
    """The gate's word on a draft: P(the reply is right for this question), and what follows."""

    confidence: float
    release: bool
    reasons: tuple[str, ...] = ()


_YES_NO = re.compile(r"^\s*(?:(?:yes|no)\b[,.:;]?|agent:)\s*", re.IGNORECASE)


class GateInput(Record):
    """Everything a verdict rests on."""

    question: str
    passages: tuple[Passage, ...]
    draft: Draft
    prediction: Prediction | None = None

    @cached_property
    def claims(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """What the draft states, without a leading yes or no and what it admits not to know, and what each cites."""
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
