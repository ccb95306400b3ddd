"""A drafted reply."""

from firstcontact.record import Record


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
        """Whether the drafter found no answer."""
        return not self.sentences
