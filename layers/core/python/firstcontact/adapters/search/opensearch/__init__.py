"""A knowledge index in OpenSearch: a managed domain, a Serverless collection, or a node on this machine.

It leans on nothing that Serverless lacks: ids are the server's own, so a document is replaced by writing its new
passages and then removing the old ones, and whoever reads in between takes the newer version.
"""

from firstcontact.adapters.search.opensearch.generations import drop
from firstcontact.adapters.search.opensearch.index import OpenSearchIndex
from firstcontact.adapters.search.opensearch.knowledge import OpenSearchKnowledge
from firstcontact.adapters.search.opensearch.writer import OpenSearchWriter

__all__ = ["OpenSearchIndex", "OpenSearchKnowledge", "OpenSearchWriter", "drop"]
