"""The part of a shop that running functions need: profile, policy and wording of the replies."""

from collections.abc import Mapping

from firstcontact.record import Record
from firstcontact.replies import Sentences
from firstcontact.shop.policy import Block, Policy
from firstcontact.shop.records import Profile
from firstcontact.shop.shop import Shop


class PublishedShop(Record):
    """One published version of a shop.

    ``artifacts`` maps a name (``router``, ``gate``) to the object key of this version's artifact. For a missing
    name the one included in the suite is used.
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
        """The policy of an action; None if the shop does not offer it."""
        return self.policy.block(action) if self.policy else None
