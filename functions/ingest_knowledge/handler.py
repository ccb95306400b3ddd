"""The arrivals' reader: brings the index to what the documents' files hold now."""

from collections.abc import Sequence

from firstcontact.entrypoints.s3_events import ObjectEvent
from firstcontact.entrypoints.tasks import batch
from firstcontact.knowledge.sync import sync_files
from firstcontact.services import Services


@batch(ObjectEvent)
def handler(events: Sequence[ObjectEvent], services: Services) -> None:
    """Read the files again that events tell of."""
    sync_files((event.key for event in events), services.documents, services.knowledge, services.languages)
