"""Connects to OpenSearch, with signed requests in AWS, and converts its failures to ``Unavailable``."""

import contextlib
from collections.abc import Iterator, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from firstcontact.adapters.search.opensearch import deployment_kind
from firstcontact.errors import Unavailable

if TYPE_CHECKING:
    from opensearchpy import OpenSearch, Urllib3AWSV4SignerAuth

PATIENCE = 10.0  # seconds for one response
# Seconds. Changing an index may have to wait until graphs of a million vectors are merged; a search would time out.
PATIENT = {"request_timeout": 120}
RETRIES = 2
# Statuses from an overloaded server, and from a proxy that could not reach the server.
BUSY, LOST = (429, 503), (502, 504)
NO_INDEX = "no_index"  # the error code for an index that does not exist, or no longer exists
REMEDY = "Check the health of the search domain; until it recovers, cases go to people."


def connect(url: str, region: str = "") -> "OpenSearch":
    """A client for a URL; requests to hosts in amazonaws.com are signed with the role's credentials."""
    from opensearchpy import OpenSearch, Urllib3HttpConnection

    address = _address(url)
    host = address.hostname or ""
    return OpenSearch(
        hosts=[{"host": host, "port": address.port or (443 if address.scheme == "https" else 9200)}],
        use_ssl=address.scheme == "https",
        http_auth=None if deployment_kind.at(host) == "node" else _signer(host, region),
        connection_class=Urllib3HttpConnection,
        timeout=PATIENCE,
        max_retries=RETRIES,
        retry_on_timeout=True,
        retry_on_status=(*BUSY, *LOST),
    )


def unhurried(client: "OpenSearch") -> "OpenSearch":
    """A copy of the client that does not itself retry immediately when the server is busy."""
    other = copy(client)
    other.transport = copy(client.transport)
    other.transport.retry_on_status = LOST
    return other


def _address(url: str) -> SplitResult:
    with contextlib.suppress(ValueError):
        address = urlsplit(url)
        if address.scheme in ("http", "https") and address.hostname and address.port != 0:
            return address
    raise Unavailable(
        "the address of OpenSearch is not valid",
        code="misconfigured",
        remedy="Set OPENSEARCH_URL to an address such as http://localhost:9200.",
    )


def _signer(host: str, region: str) -> "Urllib3AWSV4SignerAuth":
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError
    from opensearchpy import Urllib3AWSV4SignerAuth

    try:
        credentials = boto3.Session().get_credentials()
        if credentials:
            credentials.get_frozen_credentials()  # fetching them can fail
    except (BotoCoreError, ClientError):
        credentials = None
    if credentials is None:
        raise Unavailable(
            f"no AWS credentials were found to sign requests to {host}",
            code="no_credentials",
            remedy="Sign in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        )
    # Requests are signed for a service name: aoss for Serverless collections, es for domains.
    return Urllib3AWSV4SignerAuth(credentials, region, "aoss" if deployment_kind.at(host) == "collection" else "es")


@contextlib.contextmanager
def answering(what: str) -> Iterator[None]:
    """Convert the client's errors to ``Unavailable``."""
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
    """The response; ``Unavailable`` if it does not cover the whole index, as it may look as if nothing were found."""
    shards = answer.get("_shards", {})
    if answer.get("status", 200) >= 400:
        why = str(answer.get("error", {}).get("type", "an error"))
    elif answer["timed_out"]:
        why = "it took too long"
    # A shard that no node holds any more does not respond, but is not counted as failed.
    elif missing := max(shards["failed"], shards["total"] - shards["successful"]):
        why = f"{missing} of {shards['total']} shards did not answer"
    else:
        return answer
    raise Unavailable(
        f"the knowledge index {name} could not be searched completely: {why}", code="search_incomplete", remedy=REMEDY
    )
