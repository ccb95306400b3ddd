"""The knowledge index and the files it is built from."""

from functools import cached_property
from typing import TYPE_CHECKING

from firstcontact.knowledge.ports import DocumentFiles, Knowledge, KnowledgeIndex
from firstcontact.services.configured import SCRATCH
from firstcontact.services.models import ModelServices

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from firstcontact.adapters.aws.published import Published


INDEX = "knowledge"  # the index's name in OpenSearch


class KnowledgeServices(ModelServices):
    """The knowledge services: an embedded index, or OpenSearch if the settings have its URL."""

    @cached_property
    def documents(self) -> DocumentFiles:
        from firstcontact.adapters.aws.documents import S3Documents

        return S3Documents(self.settings.need("knowledge_bucket"), self.meter)

    @cached_property
    def knowledge(self) -> Knowledge:
        from firstcontact.adapters.aws.published_knowledge import PublishedKnowledge

        if self.settings.opensearch_url:
            from firstcontact.adapters.search.opensearch import OpenSearchKnowledge

            return OpenSearchKnowledge(self._opensearch, INDEX, self.encoder)
        return PublishedKnowledge(self.settings.need("knowledge_bucket"), SCRATCH, self.encoder, self.meter)

    @property
    def index(self) -> KnowledgeIndex:
        return self._served if self.settings.opensearch_url else self._index.latest()

    @cached_property
    def _served(self) -> KnowledgeIndex:
        from firstcontact.adapters.search.opensearch import OpenSearchIndex

        return OpenSearchIndex(self._opensearch, INDEX, self.encoder.name)

    @cached_property
    def _opensearch(self) -> "OpenSearch":
        from firstcontact.adapters.search.opensearch.connection import connect

        return connect(self.settings.need("opensearch_url"), self.settings.aws_region)

    @cached_property
    def _index(self) -> "Published[KnowledgeIndex]":
        from firstcontact.adapters.aws.objects import INDEX_KEY
        from firstcontact.adapters.aws.published import Published
        from firstcontact.adapters.search.embedded import EmbeddedIndex

        place, encoder = (self.settings.need("knowledge_bucket"), INDEX_KEY), self.encoder.name
        return Published(place, SCRATCH, lambda path: EmbeddedIndex(path, encoder), self.meter)
