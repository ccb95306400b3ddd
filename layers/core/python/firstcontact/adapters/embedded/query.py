"""A full-text query made safely from any text."""

import re

MOST_WORDS = 64
_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    _WORD.findall(
        "a about am an and any are as at be been but by can could did do does for from get got had has have how i if"
        " in is it its just me my of on or our please so some than that the their them then there these they this to"
        " us was we what when where which who why will with would you your"
    )
)


def words_query(text: str) -> str | None:
    """Any of the text's words, each quoted so that none is an operator; None when there is nothing to look for."""
    words = list(dict.fromkeys(_WORD.findall(text.lower())))
    telling = [word for word in words if word not in _STOP]
    return " OR ".join(f'"{word}"' for word in telling[:MOST_WORDS]) or None
