"""Dated price books; the newest is used, and each price should name its source."""
