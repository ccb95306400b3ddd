"""What drafting needs from outside: a language model."""

from collections.abc import Sequence
from typing import Protocol

from firstcontact.drafting.records import Draft
from firstcontact.knowledge.records import Passage
from firstcontact.routing.route import Tier


class Drafter(Protocol):
    """A language model that writes a reply from passages."""

    def draft(self, question: str, passages: Sequence[Passage], tier: Tier = Tier.CHEAP) -> Draft:
        """Write a grounded reply with the model of this tier; it abstains where the passages do not answer.

        It sees no private data. Its citations count the passages from 1 as they are given, articles first.
        """
