"""A shop as read from its folder."""

from collections.abc import Mapping

from firstcontact.record import Record
from firstcontact.shop.articles import Article
from firstcontact.shop.connectors import Connectors
from firstcontact.shop.damages import Damage
from firstcontact.shop.examples import Question, Ticket
from firstcontact.shop.intents import Intents
from firstcontact.shop.policy import Policy
from firstcontact.shop.records import Profile
from firstcontact.shop.sandbox import Sandbox


class Shop(Record):
    """The contents of a shop's folder; parts without a file are empty."""

    profile: Profile
    policy: Policy | None = None
    connectors: Connectors = Connectors()
    intents: Intents = Intents()
    damages: Mapping[str, Damage] = {}
    replies: Mapping[str, Mapping[str, tuple[str, ...]]] = {}  # by language and key
    tickets: tuple[Ticket, ...] = ()
    questions: tuple[Question, ...] = ()
    articles: tuple[Article, ...] = ()
    sandbox: Sandbox | None = None
    logo: str | None = None  # SVG
