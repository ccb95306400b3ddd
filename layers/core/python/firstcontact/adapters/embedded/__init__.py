"""A knowledge index in one SQLite file: full-text search beside the vectors, no server."""

from firstcontact.adapters.embedded.index import EmbeddedIndex
from firstcontact.adapters.embedded.writer import EmbeddedWriter

__all__ = ["EmbeddedIndex", "EmbeddedWriter"]
