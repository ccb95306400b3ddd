"""State IngestFiles: ingests one batch of the files listed by a bulk ingestion."""

from firstcontact.entrypoints.s3_events import ObjectBatch
from firstcontact.entrypoints.tasks import task
from firstcontact.knowledge.files import Totals
from firstcontact.knowledge.sync import sync_files
from firstcontact.services import Services


@task(ObjectBatch)
def handler(batch: ObjectBatch, services: Services) -> Totals:
    """Ingest the files of a batch."""
    return sync_files(batch.keys, services.documents, services.knowledge, services.languages)
