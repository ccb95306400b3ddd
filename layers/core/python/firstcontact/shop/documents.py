"""The shop's articles and solved tickets as documents for the knowledge index."""

from collections.abc import Iterator

from firstcontact.knowledge.records import Document
from firstcontact.shop.examples import Ticket
from firstcontact.shop.shop import Shop

MAX_TITLE_CHARS = 60


def documents(shop: Shop) -> Iterator[Document]:
    """All articles, then all tickets."""
    yield from (article.document for article in shop.articles)
    yield from map(ticket_document, shop.tickets)


def ticket_document(ticket: Ticket) -> Document:
    """A solved ticket as a document; its title is the start of the question."""
    return Document(
        id=ticket.id,
        title=" ".join(ticket.question.split())[:MAX_TITLE_CHARS].rstrip(),
        text=f"Customer: {ticket.question}\n\nAgent: {ticket.reply}",
        updated_at=ticket.closed_at,
        tags=ticket.tags,
        language=ticket.language or "",
        kind="ticket",
    )
