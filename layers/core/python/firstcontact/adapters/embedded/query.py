"""A full-text query made safely from any text."""

from firstcontact import condensing


def words_query(text: str) -> str | None:
    """Any of the text's words, each quoted so that none is an operator; None when there is nothing to look for."""
    return " OR ".join(f'"{word}"' for word in condensing.words(text)) or None
