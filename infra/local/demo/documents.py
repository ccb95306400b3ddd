"""The demo shop's knowledge: help articles, and tickets that an agent solved or passed on."""

from collections.abc import Iterator
from pathlib import Path

from firstcontact.knowledge.records import Document
from firstcontact.shop import documents as of_shop

from infra.local.loader import folder

FOLDER = Path(__file__).resolve().parent
SHOP = folder.SHOPS / folder.DEFAULT


def documents() -> Iterator[Document]:
    """All articles and tickets."""
    return of_shop.documents(folder.read(SHOP))
