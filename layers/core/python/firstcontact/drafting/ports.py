"""What drafting needs from outside: a language model."""

from collections.abc import Sequence
from typing import Protocol

from firstcontact.drafting.records import Draft
from firstcontact.knowledge.records import Passage
from firstcontact.routing.route import Tier


class Drafter(Protocol):
    """A language model that writes a reply from passages."""

    def draft(self, question: str, passages: Sequence[Passage], tier: Tier = Tier.CHEAP) -> Draft:
        """Write a grounded reply with this tier's model; it abstains if the passages do not answer the question.

        The model sees no private data. Citations number the passages from 1 in the given order, articles first.
        """
