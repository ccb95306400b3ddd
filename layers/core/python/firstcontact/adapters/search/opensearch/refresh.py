"""When searches see what was written: at once where the server can be asked for it, else after a while."""

import time
from typing import TYPE_CHECKING

from firstcontact.adapters.search.opensearch import connection
from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

DELAY = 90.0  # seconds: Serverless shows what was written within one minute


def refresh(client: "OpenSearch", index: str) -> bool:
    """Let searches see what was written; False where the server, as Serverless, has no such call."""
    from opensearchpy.exceptions import NotFoundError

    with connection.answering(f"the knowledge index {index} could not be refreshed"):
        try:
            answer = client.indices.refresh(index=index, params=connection.PATIENT)
        except NotFoundError:
            return False
    if answer["_shards"]["failed"]:
        raise Unavailable(f"the knowledge index {index} could not be refreshed whole", remedy=connection.REMEDY)
    return True


def settle(client: "OpenSearch", *indexes: str) -> None:
    """Go on when searches of these see all that was written."""
    refreshed = [refresh(client, index) for index in indexes]
    if not all(refreshed):
        time.sleep(DELAY)
