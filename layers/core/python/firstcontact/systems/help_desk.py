"""The help desk's port."""

from typing import Protocol


class Ticketing(Protocol):
    """The help desk."""

    def reply(self, ticket_id: str, text: str, *, case_id: str) -> None:
        """Add a public comment; asking twice for the same case adds one."""

    def note(self, ticket_id: str, text: str, *, case_id: str) -> None:
        """Add an internal note; asking twice for the same case adds one."""

    def own_author_id(self) -> str:
        """The id under which our comments appear, to know them again."""
