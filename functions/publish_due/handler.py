"""Reads the stream of the cases and publishes what is due for them."""

from firstcontact.cases.due import Due
from firstcontact.entrypoints.streams import stream
from firstcontact.recovery.outbox import publish
from firstcontact.services import Services
from pydantic import BaseModel, Json


class DueRow(BaseModel):
    """A row of the cases table for which something is due."""

    pk: str
    due: Json[Due]


@stream(DueRow)
def handler(row: DueRow, services: Services) -> None:
    """Publish what is due for one case."""
    publish(row.pk, row.due, services.workflow)
