"""The function ``ingest_files``."""
