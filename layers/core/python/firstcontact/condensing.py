"""A long message as a search takes it: whole, and sentence by sentence.

A message that tells a story asks in a sentence or two; searched for as a whole, the story drowns them, and what an
encoder has no window for is not read at all. Each sentence is looked for on its own, and nothing is left out.
"""

import re
from itertools import pairwise

MOST = 16
# Below this many characters ("Hi there!") a sentence asks for nothing.
SHORTEST = 12
_END = re.compile(r"(?<=[.!?])\s+|\n+")


def parts(message: str) -> list[str]:
    """The message, then its sentences where there are several; of very many, neighbours stay together."""
    sentences = [one.strip() for one in _END.split(message) if len(one.strip()) >= SHORTEST]
    while len(sentences) > MOST:
        lengths = [len(one) + len(other) for one, other in pairwise(sentences)]
        place = lengths.index(min(lengths))
        sentences[place : place + 2] = [f"{sentences[place]} {sentences[place + 1]}"]
    return [message, *sentences] if len(sentences) > 1 else [message]
