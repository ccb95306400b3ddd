"""The event that the help desk's trigger webhook sends for a ticket."""

from typing import Literal

from pydantic import ConfigDict, Field, field_validator

from firstcontact.record import Id, Record


class TicketEvent(Record):
    """A public comment on a ticket. Admins can edit the trigger's body, so unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    ticket_id: Id
    comment_id: Id
    author_id: Id
    author_role: Literal["end-user", "agent", "admin"]
    comment: str = Field(min_length=1)
    requester_email: str = ""
    subject: str = ""
    via: str = ""
    updated_at: str = ""
    tags: str = ""  # the value of {{ticket.tags}}: words separated by spaces

    @field_validator("author_role", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value
