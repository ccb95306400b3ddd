"""A published shop as a file: written when a shop is published, opened by running functions."""

from pathlib import Path

from pydantic import ValidationError

from firstcontact.errors import Unavailable
from firstcontact.shop.published import PublishedShop


def read_shop(file: Path) -> PublishedShop:
    """The shop in a file; ``Unavailable`` if it cannot be read, so that the one before stays in use."""
    try:
        return PublishedShop.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise Unavailable(
            "the published shop cannot be read",
            code="shop_broken",
            remedy="Publish the shop again, or go back with `firstcontact shop undo`.",
        ) from error
