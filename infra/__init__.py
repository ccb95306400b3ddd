"""The suite's infrastructure: one definition for AWS and for a laptop."""
