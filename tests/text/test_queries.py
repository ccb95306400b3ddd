"""A long message is searched for by its sentences, of which short neighbours are joined."""

from itertools import pairwise

from firstcontact.text.queries import MAX_PARTS, MIN_SENTENCE_CHARS, split_query
from hypothesis import given
from hypothesis import strategies as st

_WORDS = st.text("abc", min_size=MIN_SENTENCE_CHARS, max_size=40)


def _joined_one_by_one(sentences: list[str]) -> list[str]:
    """The same rule as one would write it down: quadratic in the number of sentences."""
    while len(sentences) > MAX_PARTS:
        lengths = [len(one) + len(other) for one, other in pairwise(sentences)]
        place = lengths.index(min(lengths))
        sentences[place : place + 2] = [f"{sentences[place]} {sentences[place + 1]}"]
    return sentences


@given(st.lists(_WORDS, min_size=2, max_size=60))
def test_the_shortest_neighbours_are_joined_first(sentences: list[str]) -> None:
    assert split_query("\n".join(sentences))[1:] == _joined_one_by_one(sentences)
