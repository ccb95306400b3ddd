"""A knowledge index in one SQLite file with its vectors beside it: search by word and by meaning, no server."""

from firstcontact.adapters.search.embedded.file import drop
from firstcontact.adapters.search.embedded.index import EmbeddedIndex
from firstcontact.adapters.search.embedded.writer import EmbeddedWriter

__all__ = ["EmbeddedIndex", "EmbeddedWriter", "drop"]
