"""A knowledge index in OpenSearch: a managed domain, a Serverless collection, or a node on this machine.

It uses only what Serverless supports: ids are assigned by the server, so a document is replaced by writing its new
passages and then deleting the old ones; a search that finds both in between uses the newer version.
"""

from firstcontact.adapters.search.opensearch.generations import drop
from firstcontact.adapters.search.opensearch.index import OpenSearchIndex
from firstcontact.adapters.search.opensearch.knowledge import OpenSearchKnowledge
from firstcontact.adapters.search.opensearch.writer import OpenSearchWriter

__all__ = ["OpenSearchIndex", "OpenSearchKnowledge", "OpenSearchWriter", "drop"]
