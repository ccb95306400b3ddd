"""The part of a shop that running functions need: profile, policy, wording of the replies and logo."""

from collections.abc import Mapping

from firstcontact.record import Record
from firstcontact.shop.policy import Block, Policy
from firstcontact.shop.records import Mode, Profile
from firstcontact.shop.shop import Shop
from firstcontact.shop.wording import Sentences


class PublishedShop(Record):
    """One published version of a shop.

    ``artifacts`` maps a name (``router``, ``gate``) to the object key of this version's artifact. For a missing
    name the one included in the suite is used. ``documents`` is the archive of its articles and tickets, for undo;
    ``logo`` is SVG text.
    """

    version: str
    profile: Profile
    policy: Policy | None = None
    replies: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    artifacts: Mapping[str, str] = {}
    logo: str | None = None

    @classmethod
    def of(cls, shop: Shop, version: str, artifacts: Mapping[str, str] | None = None) -> "PublishedShop":
        """The published part of a shop that was read from its folder."""
        return cls(
            version=version,
            profile=shop.profile,
            policy=shop.policy,
            replies=shop.replies,
            artifacts=artifacts or {},
            logo=shop.logo,
        )

    def with_artifact(self, name: str, key: str) -> "PublishedShop":
        """The same version with another model, which makes it a version of its own."""
        version = f"{self.version.partition('+')[0]}+{key.rpartition('/')[2].partition('.')[0]}"
        return self.model_copy(update={"version": version, "artifacts": {**self.artifacts, name: key}})

    @property
    def sentences(self) -> Sentences:
        """The shop's sentences."""
        return Sentences(own=self.replies, default=self.profile.default_language, links=self.profile.links)

    def mode(self, intent: str | None) -> Mode:
        """How far replies to an intent go without a person; "draft" where the shop does not say."""
        answers = self.profile.answers
        return answers.intents.get(intent or "", answers.mode or "draft")

    def block(self, action: str) -> Block | None:
        """The policy of an action; None if the shop does not offer it."""
        return self.policy.block(action) if self.policy else None
