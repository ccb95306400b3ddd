"""The shop of the unit tests, read from its folder as every shop is."""

from functools import cache
from pathlib import Path

from firstcontact.actions import ACTIONS
from firstcontact.shop import folder
from firstcontact.shop.known import Known
from firstcontact.shop.published import PublishedShop

FOLDER = Path(__file__).parent / "shops" / "plain"


@cache
def plain_shop() -> PublishedShop:
    """The published shop of ``tests/shops/plain``."""
    known = Known(actions=frozenset({*ACTIONS, "damage_claim"}))
    return PublishedShop.of(folder.read(FOLDER, known), version="plain")
