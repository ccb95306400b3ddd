"""The help desk's port."""

from typing import Protocol


class Ticketing(Protocol):
    """The help desk."""

    def reply(self, ticket_id: str, text: str, *, case_id: str) -> None:
        """Add a public comment; repeating the call for the same case adds no second one."""

    def note(self, ticket_id: str, text: str, *, case_id: str) -> None:
        """Add an internal note; repeating the call for the same case adds no second one."""

    def own_author_id(self) -> str:
        """The author id of our own comments, used to recognise them."""
