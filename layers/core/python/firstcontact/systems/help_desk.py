"""The help desk's port and its records."""

from typing import Protocol

from firstcontact.record import Instant, Record


class ChangedTicket(Record):
    """A ticket that was changed; ``updated_at`` as the help desk writes it."""

    ticket_id: str
    tags: tuple[str, ...] = ()
    updated_at: str = ""


class TicketPage(Record):
    """A page of changed tickets; ``cursor`` is the position after it, and ``is_last`` that nothing follows yet."""

    tickets: tuple[ChangedTicket, ...]
    cursor: str
    is_last: bool


class TicketComment(Record):
    """A public comment; ``author_role`` is the help desk's word (``end-user``, ``agent``), or empty if unknown."""

    comment_id: str
    author_id: str
    author_role: str
    text: str
    created_at: Instant


class Ticketing(Protocol):
    """The help desk."""

    @property
    def can_poll(self) -> bool:
        """Whether this help desk can be polled for changes, and is connected.

        If it cannot, an event that its webhook never delivers is not noticed.
        """

    def reply(self, ticket_id: str, text: str, *, case_id: str) -> None:
        """Add a public comment; repeating the call for the same case adds no second one."""

    def note(self, ticket_id: str, text: str, *, case_id: str) -> None:
        """Add an internal note; repeating the call for the same case adds no second one."""

    def own_author_id(self) -> str:
        """The author id of our own comments, used to recognise them."""

    def changed_tickets(self, cursor: str, since: Instant) -> TicketPage:
        """A page of the tickets changed after the cursor, or since a time if there is none yet, in order of change.

        ``Unavailable`` with code ``rate_limited`` if the help desk wants us to ask later.
        """

    def comments(self, ticket_id: str, since: Instant) -> tuple[TicketComment, ...]:
        """The ticket's public comments since this time, oldest first; ``NotFound`` if the ticket was deleted."""
