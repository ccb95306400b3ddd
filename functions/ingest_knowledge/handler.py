"""Updates the index when document files are added, replaced or deleted."""

from collections.abc import Sequence

from firstcontact.entrypoints.s3_events import ObjectEvent
from firstcontact.entrypoints.tasks import batch
from firstcontact.knowledge.sync import sync_files
from firstcontact.services import Services


@batch(ObjectEvent)
def handler(events: Sequence[ObjectEvent], services: Services) -> None:
    """Read the files named in the events again and update the index."""
    sync_files((event.key for event in events), services.documents, services.knowledge, services.languages)
