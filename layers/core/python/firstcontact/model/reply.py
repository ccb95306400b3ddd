"""From draft to verdict: what was written, and whether it may leave on its own."""

from firstcontact.model.fact import Record


class Draft(Record):
    """A drafted reply: clean sentences, and for each the numbers of the passages it cites (from 1)."""

    sentences: tuple[str, ...]
    citations: tuple[tuple[int, ...], ...]
    model_id: str

    @property
    def text(self) -> str:
        """The reply as a customer reads it."""
        return " ".join(self.sentences)

    @property
    def abstains(self) -> bool:
        """Whether the drafter found nothing to say."""
        return not self.sentences


class Verdict(Record):
    """The gate's word on a draft: P(the reply is right for this question), and what follows."""

    confidence: float
    release: bool
    reasons: tuple[str, ...] = ()
