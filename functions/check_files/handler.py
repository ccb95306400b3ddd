"""State CheckFiles: does the index hold what was read from the files of a bulk ingestion?"""

from firstcontact import following
from firstcontact.entry import task
from firstcontact.model.arrival import Prefix, Totals
from firstcontact.services import Services


@task(Prefix)
def handler(request: Prefix, services: Services) -> Totals:
    """Hold the index to the files' reports."""
    return following.check_files(request.prefix, services.documents, services.knowledge)
