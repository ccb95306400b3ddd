"""The function ``review_desk``."""
