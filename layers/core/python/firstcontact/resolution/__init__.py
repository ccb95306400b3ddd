"""The pipeline that resolves a case."""
