"""The two indexes that knowledge may be kept in, as a bench drives them."""

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.adapters.search.opensearch import OpenSearchIndex, OpenSearchWriter, drop
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.knowledge.ports import KnowledgeIndex, KnowledgeWriter
from firstcontact.text.ports import Encoder


class Store(Protocol):
    """An index of its own for one bench."""

    def writing(self, encoder: Encoder) -> AbstractContextManager[KnowledgeWriter]: ...
    def publish(self, encoder: Encoder) -> int:
        """Make it ready to be carried elsewhere; how many bytes that are, 0 where there is no such thing."""
        ...

    def opened(self, encoder: Encoder) -> KnowledgeIndex:
        """As a function opens it."""
        ...

    def opened_in_place(self, encoder: Encoder) -> KnowledgeIndex:
        """As who wrote it opens it."""
        ...

    def drop(self) -> None: ...


class InFiles:
    """The embedded index, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._index, self._archive = folder / "index.db", folder / "published.tar"

    def writing(self, encoder: Encoder) -> AbstractContextManager[KnowledgeWriter]:
        return EmbeddedWriter(self._index, encoder)

    def publish(self, encoder: Encoder) -> int:
        with EmbeddedWriter(self._index, encoder) as writer:
            writer.publish(self._archive)
        return self._archive.stat().st_size

    def opened(self, encoder: Encoder) -> KnowledgeIndex:
        return EmbeddedIndex(self._archive, encoder.name)

    def opened_in_place(self, encoder: Encoder) -> KnowledgeIndex:
        return EmbeddedIndex(self._index, encoder.name)

    def drop(self) -> None:
        for path in self._index.parent.iterdir():
            path.unlink()


class InOpenSearch:
    """An index on the node at ``OPENSEARCH_URL``; its CPU time is the client's alone."""

    def __init__(self, folder: Path) -> None:
        self._client, self._name = connect(os.environ["OPENSEARCH_URL"]), f"bench-{folder.name.lower()}"

    def writing(self, encoder: Encoder) -> AbstractContextManager[KnowledgeWriter]:
        return OpenSearchWriter(self._client, self._name, encoder)

    def publish(self, encoder: Encoder) -> int:
        return 0

    def opened(self, encoder: Encoder) -> KnowledgeIndex:
        return OpenSearchIndex(self._client, self._name, encoder.name)

    def opened_in_place(self, encoder: Encoder) -> KnowledgeIndex:
        return self.opened(encoder)

    def drop(self) -> None:
        drop(self._client, self._name)


STORES: dict[str, type[InFiles] | type[InOpenSearch]] = {"embedded": InFiles, "opensearch": InOpenSearch}
