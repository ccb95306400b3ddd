"""What the shop knows: documents, search, ingestion."""
