"""State CheckFiles: checks that the index holds everything read in a bulk ingestion."""

from firstcontact.entrypoints.tasks import task
from firstcontact.knowledge.files import Prefix, Totals
from firstcontact.knowledge.sync import check_files
from firstcontact.services import Services


@task(Prefix)
def handler(request: Prefix, services: Services) -> Totals:
    """Compare the index with the reports of the files."""
    return check_files(request.prefix, services.documents, services.knowledge)
