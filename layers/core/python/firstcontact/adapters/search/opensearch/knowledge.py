"""Write access to the OpenSearch index that running functions search."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from firstcontact.adapters.search.opensearch.writer import OpenSearchWriter
from firstcontact.knowledge.ports import KnowledgeWriter
from firstcontact.text.ports import Encoder

if TYPE_CHECKING:
    from opensearchpy import OpenSearch


class OpenSearchKnowledge:
    """Implements ``Knowledge``. Writers may run concurrently; of a document written by two, the later is found."""

    def __init__(self, client: "OpenSearch", name: str, encoder: Encoder) -> None:
        self._client, self._name, self._encoder = client, name, encoder

    def writing(self) -> AbstractContextManager[KnowledgeWriter]:
        return OpenSearchWriter(self._client, self._name, self._encoder)
