"""The index that a command works on: a file on this machine, or one in OpenSearch."""

import argparse
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter, drop
from firstcontact.cli.errors import CannotRun
from firstcontact.knowledge.ports import KnowledgeIndex, KnowledgeWriter
from firstcontact.progress import Progress
from firstcontact.settings import Settings
from firstcontact.text.ports import Encoder

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from firstcontact.adapters.search.opensearch.reindexing import Report

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Backend(Protocol):
    """One index, wherever it is stored."""

    def writer(self, encoder: Encoder) -> AbstractContextManager[KnowledgeWriter]:
        """A writer for the index, which is created if it does not exist."""

    def index(self, encoder: Encoder) -> KnowledgeIndex:
        """The index to search; ``CannotRun``, or ``Unavailable`` in OpenSearch, if it does not exist."""

    def reindex(self, encoder: Encoder, tell: Progress) -> "Report":
        """Rebuild the index while it is used; ``CannotRun`` if the backend cannot do that or there is no index."""

    def drop(self) -> None:
        """Delete the index; ``CannotRun`` if it does not exist."""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options that select an index."""
    parser.add_argument("--index", required=True, metavar="NAME")
    parser.add_argument("--backend", choices=("embedded", "opensearch"), default="embedded")
    parser.add_argument(
        "--home", type=Path, help="the folder of embedded indexes (default: ~/.local/share/firstcontact)"
    )


def chosen(options: argparse.Namespace) -> Backend:
    """The index that the options select."""
    name = options.index
    if not _NAME.fullmatch(name):
        raise CannotRun(f"{name!r} is not an index name: use letters, digits, dots, dashes and underscores")
    if options.backend == "embedded":
        home: Path = options.home or Path.home() / ".local" / "share" / "firstcontact"
        return _Embedded(name, home / "knowledge" / f"{name}.db")
    url = Settings.from_environment().opensearch_url
    if not url:
        raise CannotRun("OPENSEARCH_URL is not set: set it to the address of a domain, a collection or a node")
    if name != name.lower():
        raise CannotRun(f"{name!r} is not an index name of OpenSearch: use lower-case letters")
    return _OpenSearch(name, url)


class _Embedded:
    def __init__(self, name: str, path: Path) -> None:
        self._name, self._path = name, path

    def writer(self, encoder: Encoder) -> AbstractContextManager[KnowledgeWriter]:
        with self._reaching():
            return EmbeddedWriter(self._path, encoder)

    def index(self, encoder: Encoder) -> KnowledgeIndex:
        with self._reaching():
            self._must_exist()
            return EmbeddedIndex(self._path, encoder.name)

    def reindex(self, encoder: Encoder, tell: Progress) -> "Report":
        raise CannotRun("only an index in OpenSearch can be reindexed: use --backend opensearch")

    def drop(self) -> None:
        with self._reaching():
            self._must_exist()
            drop(self._path)

    def _must_exist(self) -> None:
        if not self._path.is_file():
            raise _missing(self._name)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = f"{self._path} cannot be used: {error.strerror}"
            raise CannotRun(f"{why} (choose another place with --home)") from error


class _OpenSearch:
    def __init__(self, name: str, url: str) -> None:
        self._name, self._url = name, url

    def writer(self, encoder: Encoder) -> AbstractContextManager[KnowledgeWriter]:
        from firstcontact.adapters.search.opensearch import OpenSearchWriter

        return OpenSearchWriter(self._client(), self._name, encoder)

    def index(self, encoder: Encoder) -> KnowledgeIndex:
        from firstcontact.adapters.search.opensearch import OpenSearchIndex

        return OpenSearchIndex(self._client(), self._name, encoder.name)

    def reindex(self, encoder: Encoder, tell: Progress) -> "Report":
        from firstcontact.adapters.search.opensearch.generations import Generations
        from firstcontact.adapters.search.opensearch.reindexing import reindex

        client = self._client()
        if not Generations(client, self._name).exists():
            raise _missing(self._name)
        return reindex(client, self._name, encoder.name, tell)

    def drop(self) -> None:
        from firstcontact.adapters.search import opensearch

        if not opensearch.drop(self._client(), self._name):
            raise _missing(self._name)

    def _client(self) -> "OpenSearch":
        from firstcontact.adapters.search.opensearch.connection import connect

        return connect(self._url, Settings.from_environment().aws_region)


def _missing(name: str) -> CannotRun:
    return CannotRun(f"there is no index {name!r}: create it with `firstcontact knowledge ingest`")
