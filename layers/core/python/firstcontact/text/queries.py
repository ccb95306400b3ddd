"""Splits a long message for a search: the whole message, and each sentence.

A message that tells a story asks its question in a sentence or two. Searched for as a whole, the story would drown
the question, and an encoder ignores what exceeds its window. Each sentence is searched for on its own, and nothing is
left out.
"""

import re
from itertools import pairwise
from textwrap import TextWrapper

from firstcontact.text.ports import MAX_PIECE_CHARS

MAX_PARTS = 16
# A shorter sentence ("Hi there!") asks for nothing.
MIN_SENTENCE_CHARS = 12
MAX_WORDS = 1000  # a Lucene query has at most 1,024 clauses
_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    _WORD.findall(
        "a about am an and any are as at be been but by can could did do does for from get got had has have how i if"
        " in is it its just me my of on or our please so some than that the their them then there these they this to"
        " us was we what when where which who why will with would you your"
    )
)
_END = re.compile(r"(?<=[.!?])\s+|\n+")
# A sentence longer than a document's pieces may not fit an encoder's window, so it is cut between words.
_CUT = TextWrapper(MAX_PIECE_CHARS, expand_tabs=False, replace_whitespace=False, break_on_hyphens=False)


def split_query(message: str) -> list[str]:
    """The message, then its sentences if there are several; above ``MAX_PARTS``, short neighbours are joined."""
    said = (piece for one in _END.split(message) for piece in _CUT.wrap(one))
    sentences = [piece for piece in said if len(piece) >= MIN_SENTENCE_CHARS]
    while len(sentences) > MAX_PARTS:
        lengths = [len(one) + len(other) for one, other in pairwise(sentences)]
        place = lengths.index(min(lengths))
        sentences[place : place + 2] = [f"{sentences[place]} {sentences[place + 1]}"]
    return [message, *sentences] if len(sentences) > 1 else [message]


def query_words(text: str) -> list[str]:
    """The distinct words that a word search looks for, without stop words."""
    found = dict.fromkeys(_WORD.findall(text.lower()))
    return [word for word in found if word not in _STOP][:MAX_WORDS]
