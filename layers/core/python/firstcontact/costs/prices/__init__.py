"""Dated price books, newest wins; each price names its source."""
