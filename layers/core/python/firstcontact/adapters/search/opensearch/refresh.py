"""Makes writes visible to searches: at once if the server supports a refresh, otherwise by waiting."""

import time
from typing import TYPE_CHECKING

from firstcontact.adapters.search.opensearch import connection
from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

DELAY = 90.0  # seconds; Serverless makes writes visible within one minute


def refresh(client: "OpenSearch", index: str) -> bool:
    """Make all writes visible to searches; False if the server has no such call, as Serverless."""
    from opensearchpy.exceptions import NotFoundError

    with connection.answering(f"the knowledge index {index} could not be refreshed"):
        try:
            answer = client.indices.refresh(index=index, params=connection.PATIENT)
        except NotFoundError:
            return False
    if answer["_shards"]["failed"]:
        raise Unavailable(f"the knowledge index {index} could not be refreshed completely", remedy=connection.REMEDY)
    return True


def settle(client: "OpenSearch", *indexes: str) -> None:
    """Return once searches of these indexes see all writes."""
    refreshed = [refresh(client, index) for index in indexes]
    if not all(refreshed):
        time.sleep(DELAY)
