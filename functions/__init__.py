"""The Lambda functions, one folder each. They never import one another."""
