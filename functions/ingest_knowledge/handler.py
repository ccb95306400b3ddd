"""The arrivals' reader: brings the index to what the documents' files hold now."""

from collections.abc import Sequence

from firstcontact import following
from firstcontact.entry import batch
from firstcontact.model.arrival import ObjectEvent
from firstcontact.services import Services


@batch(ObjectEvent)
def handler(events: Sequence[ObjectEvent], services: Services) -> None:
    """Read the files again that events tell of."""
    following.sync_files((event.key for event in events), services.documents, services.knowledge, services.languages)
