"""A long message as a search takes it: whole, and sentence by sentence.

A message that tells a story asks in a sentence or two; searched for as a whole, the story drowns them, and what an
encoder has no window for is not read at all. Each sentence is looked for on its own, and nothing is left out.
"""

import re
from itertools import pairwise
from textwrap import TextWrapper

from firstcontact.text.ports import MAX_PIECE_CHARS

MAX_PARTS = 16
# Below this many characters ("Hi there!") a sentence asks for nothing.
MIN_SENTENCE_CHARS = 12
MAX_WORDS = 1000  # a query of Lucene has at most 1,024 clauses
_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    _WORD.findall(
        "a about am an and any are as at be been but by can could did do does for from get got had has have how i if"
        " in is it its just me my of on or our please so some than that the their them then there these they this to"
        " us was we what when where which who why will with would you your"
    )
)
_END = re.compile(r"(?<=[.!?])\s+|\n+")
# What is longer than a piece of a document has no room in an encoder's window: it is cut between words.
_CUT = TextWrapper(MAX_PIECE_CHARS, expand_tabs=False, replace_whitespace=False, break_on_hyphens=False)


def split_query(message: str) -> list[str]:
    """The message, then its sentences where there are several; of very many, neighbours stay together."""
    said = (piece for one in _END.split(message) for piece in _CUT.wrap(one))
    sentences = [piece for piece in said if len(piece) >= MIN_SENTENCE_CHARS]
    while len(sentences) > MAX_PARTS:
        lengths = [len(one) + len(other) for one, other in pairwise(sentences)]
        place = lengths.index(min(lengths))
        sentences[place : place + 2] = [f"{sentences[place]} {sentences[place + 1]}"]
    return [message, *sentences] if len(sentences) > 1 else [message]


def query_words(text: str) -> list[str]:
    """The words that a search by word looks for: each once, without those that every text has."""
    found = dict.fromkeys(_WORD.findall(text.lower()))
    return [word for word in found if word not in _STOP][:MAX_WORDS]
