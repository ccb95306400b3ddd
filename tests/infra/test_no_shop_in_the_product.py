"""The product knows no shop: what differs from one business to the next is in the shops' folders alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.loader import folder

REPOSITORY = Path(__file__).resolve().parents[2]
PRODUCT = ("layers", "functions", "infra/stacks", "infra/constructs", "infra/workflows", "infra/*.py")
READ = {".py", ".toml", ".json", ".csv", ".js", ".css", ".html", ".in", ".txt", ".svg"}
SHOPS = sorted(path.parent for path in folder.SHOPS.glob("*/shop.toml"))


def _files() -> Iterator[Path]:
    for pattern in PRODUCT:
        for place in REPOSITORY.glob(pattern):
            found = place.rglob("*") if place.is_dir() else [place]
            yield from (path for path in found if path.suffix in READ and "__pycache__" not in path.parts)


def _facts(place: Path) -> set[str]:
    """Names that only this shop has: its own, its domains, its products, its customers."""
    shop = folder.read(place)
    facts = {shop.profile.name, *shop.profile.mail_domains, str(shop.profile.contact)}
    if shop.sandbox:
        facts |= {product.id for product in shop.sandbox.products} | {
            customer.id for customer in shop.sandbox.customers
        }
        facts |= {word for product in shop.sandbox.products for word in product.name.split() if word[0].isupper()}
    return {fact for fact in facts if len(fact) > 3}


@pytest.mark.parametrize("place", SHOPS, ids=lambda place: place.name)
def test_no_fact_of_a_shop_is_in_the_product(place: Path) -> None:
    wanted = re.compile("|".join(rf"\b{re.escape(fact)}\b" for fact in sorted(_facts(place))))
    found = {
        f"{path.relative_to(REPOSITORY)}: {match}"
        for path in _files()
        for match in wanted.findall(path.read_text("utf-8", errors="replace"))
    }
    assert not found


def test_there_are_two_shops_so_that_one_cannot_hide() -> None:
    assert len(SHOPS) >= 2
