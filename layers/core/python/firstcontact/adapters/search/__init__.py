"""Search indexes: embedded in a file, or in OpenSearch."""
