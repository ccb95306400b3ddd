"""A knowledge index in one SQLite file with its vectors beside it: search by word and by meaning, no server."""

from firstcontact.adapters.embedded.file import drop
from firstcontact.adapters.embedded.index import EmbeddedIndex
from firstcontact.adapters.embedded.writer import EmbeddedWriter

__all__ = ["EmbeddedIndex", "EmbeddedWriter", "drop"]
