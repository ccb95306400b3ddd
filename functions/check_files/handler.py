"""State CheckFiles: does the index hold what was read from the files of a bulk ingestion?"""

from firstcontact.entrypoints.tasks import task
from firstcontact.knowledge.files import Prefix, Totals
from firstcontact.knowledge.sync import check_files
from firstcontact.services import Services


@task(Prefix)
def handler(request: Prefix, services: Services) -> Totals:
    """Hold the index to the files' reports."""
    return check_files(request.prefix, services.documents, services.knowledge)
