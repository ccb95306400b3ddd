"""How OpenSearch is reached: plainly on this machine, signed in AWS; what its failures mean."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

PATIENCE = 10.0  # seconds for one answer
RETRIES = 2
NO_INDEX = "no_index"  # the code of what there is not, or not any more
REMEDY = "Look at the search domain's health; what could not be searched for waits for a person."


def connect(url: str, region: str = "") -> "OpenSearch":
    """A client for an address; one that ends in amazonaws.com gets each request signed with the role's key."""
    from opensearchpy import OpenSearch, Urllib3AWSV4SignerAuth, Urllib3HttpConnection

    address = urlsplit(url)
    host = address.hostname or ""
    signed = None
    if host.endswith(".amazonaws.com"):
        import boto3

        # Serverless collections live under aoss, domains under es; each has a name of its own to sign for.
        service = "aoss" if ".aoss." in host else "es"
        signed = Urllib3AWSV4SignerAuth(boto3.Session().get_credentials(), region, service)
    return OpenSearch(
        hosts=[{"host": host, "port": address.port or (443 if address.scheme == "https" else 9200)}],
        use_ssl=address.scheme == "https",
        http_auth=signed,
        connection_class=Urllib3HttpConnection,
        timeout=PATIENCE,
        max_retries=RETRIES,
        retry_on_timeout=True,
        retry_on_status=(429, 502, 503, 504),
    )


@contextlib.contextmanager
def answering(what: str) -> Iterator[None]:
    """Turn whatever the client raises into ``Unavailable``."""
    from opensearchpy.exceptions import NotFoundError, OpenSearchException

    try:
        yield
    except NotFoundError as error:
        raise Unavailable(
            f"{what}: there is no such index", code=NO_INDEX, remedy="Ingest documents into it first."
        ) from error
    except OpenSearchException as error:
        raise Unavailable(f"{what}: {type(error).__name__}", code="search_failed", remedy=REMEDY) from error


def whole(answer: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An answer of the whole index. Part of one is no answer: it would look as if nothing were known."""
    shards = answer.get("_shards", {})
    if answer.get("status", 200) >= 400:
        why = str(answer.get("error", {}).get("type", "an error"))
    elif answer["timed_out"]:
        why = "it took too long"
    # A shard that no node holds any more did not answer, and is not counted among the failed.
    elif missing := max(shards["failed"], shards["total"] - shards["successful"]):
        why = f"{missing} of {shards['total']} shards did not answer"
    else:
        return answer
    raise Unavailable(
        f"the knowledge index {name} could not be searched whole: {why}", code="search_incomplete", remedy=REMEDY
    )
