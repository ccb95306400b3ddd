"""State IngestFiles: one batch of the files that a bulk ingestion lists."""

from firstcontact import following
from firstcontact.entry import task
from firstcontact.model.arrival import ObjectBatch, Totals
from firstcontact.services import Services


@task(ObjectBatch)
def handler(batch: ObjectBatch, services: Services) -> Totals:
    """Read the files of a batch."""
    return following.sync_files(batch.keys, services.documents, services.knowledge, services.languages)
