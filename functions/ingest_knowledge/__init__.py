"""The function ``ingest_knowledge``."""
