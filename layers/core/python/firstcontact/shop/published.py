"""What running functions know of their shop: who it is, what its policy allows, how it words its sentences."""

from collections.abc import Mapping

from firstcontact.record import Record
from firstcontact.replies import Sentences
from firstcontact.shop.policy import Block, Policy
from firstcontact.shop.records import Profile
from firstcontact.shop.shop import Shop


class PublishedShop(Record):
    """One published version of a shop.

    ``artifacts`` has the keys of the objects that belong to this version, by name: ``router``, ``gate``. What is not
    there is the one that ships with the suite.
    """

    version: str
    profile: Profile
    policy: Policy | None = None
    replies: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    artifacts: Mapping[str, str] = {}

    @classmethod
    def of(cls, shop: Shop, version: str, artifacts: Mapping[str, str] | None = None) -> "PublishedShop":
        """The published part of a shop that was read from its folder."""
        return cls(
            version=version,
            profile=shop.profile,
            policy=shop.policy,
            replies=shop.replies,
            artifacts=artifacts or {},
        )

    @property
    def sentences(self) -> Sentences:
        """The shop's sentences."""
        return Sentences(own=self.replies, default=self.profile.default_language, links=self.profile.links)

    def block(self, action: str) -> Block | None:
        """The policy of an action; None where the shop does not offer it."""
        return self.policy.block(action) if self.policy else None
