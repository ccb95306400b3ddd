"""Splits a long message for a search: the whole message, and each sentence.

A message that tells a story asks its question in a sentence or two. Searched for as a whole, the story would drown
the question, and an encoder ignores what exceeds its window. Each sentence is searched for on its own, and nothing is
left out.
"""

import re
from heapq import heapify, heappop, heappush
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
_LONG_BLANK = re.compile(rf"(?<!\s)\s{{{MAX_PIECE_CHARS},}}+")  # for each cut, TextWrapper would read all of it again
# A sentence longer than a document's pieces may not fit an encoder's window, so it is cut between words.
_CUT = TextWrapper(MAX_PIECE_CHARS, expand_tabs=False, replace_whitespace=False, break_on_hyphens=False)


def split_query(message: str) -> list[str]:
    """The message, then its sentences if there are several; above ``MAX_PARTS``, short neighbours are joined."""
    said = (piece for one in _END.split(message) for piece in _CUT.wrap(_LONG_BLANK.sub(" ", one)))
    sentences = _join_short([piece for piece in said if len(piece) >= MIN_SENTENCE_CHARS])
    return [message, *sentences] if len(sentences) > 1 else [message]


def _join_short(sentences: list[str]) -> list[str]:
    """Join the two neighbours that are shortest together, the first such pair first, until few enough are left."""
    lengths, following = list(map(len, sentences)), list(range(1, len(sentences) + 1))
    preceding = list(range(-1, len(sentences) - 1))
    pairs = [(one + other, place) for place, (one, other) in enumerate(pairwise(lengths))]
    heapify(pairs)
    joined = set[int]()
    while len(sentences) - len(joined) > MAX_PARTS:
        length, place = heappop(pairs)
        other = following[place]
        if place in joined or other == len(sentences) or length != lengths[place] + lengths[other]:
            continue  # one of the two was joined to another since
        joined.add(other)
        lengths[place] = length + 1
        following[place] = following[other]
        if following[place] < len(sentences):
            preceding[following[place]] = place
            heappush(pairs, (lengths[place] + lengths[following[place]], place))
        if place:
            heappush(pairs, (lengths[preceding[place]] + lengths[place], preceding[place]))
    return [" ".join(sentences[at : following[at]]) for at in range(len(sentences)) if at not in joined]


def query_words(text: str) -> list[str]:
    """The distinct words that a word search looks for, without stop words."""
    found = dict.fromkeys(_WORD.findall(text.lower()))
    return [word for word in found if word not in _STOP][:MAX_WORDS]
