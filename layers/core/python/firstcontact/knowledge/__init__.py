"""The shop's knowledge: documents, their ingestion and their search."""
