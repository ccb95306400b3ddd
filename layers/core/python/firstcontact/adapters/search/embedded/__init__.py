"""A knowledge index in a SQLite file and a vector file: search by word and by meaning, without a server."""

from firstcontact.adapters.search.embedded.file import drop
from firstcontact.adapters.search.embedded.index import EmbeddedIndex
from firstcontact.adapters.search.embedded.writer import EmbeddedWriter

__all__ = ["EmbeddedIndex", "EmbeddedWriter", "drop"]
