"""What a shop knows, as documents of the knowledge index: its articles and its solved tickets."""

from collections.abc import Iterator

from firstcontact.knowledge.records import Document
from firstcontact.shop.examples import Ticket
from firstcontact.shop.shop import Shop

MAX_TITLE_CHARS = 60


def documents(shop: Shop) -> Iterator[Document]:
    """Every article, then every ticket."""
    yield from (article.document for article in shop.articles)
    yield from map(ticket_document, shop.tickets)


def ticket_document(ticket: Ticket) -> Document:
    """A solved ticket; it is named by how its question begins."""
    return Document(
        id=ticket.id,
        title=" ".join(ticket.question.split())[:MAX_TITLE_CHARS].rstrip(),
        text=f"Customer: {ticket.question}\n\nAgent: {ticket.reply}",
        updated_at=ticket.closed_at,
        tags=ticket.tags,
        language=ticket.language or "",
        kind="ticket",
    )
