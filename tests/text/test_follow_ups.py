"""Which messages are understood only with what was said before."""

import pytest
from firstcontact.text.follow_ups import is_follow_up


@pytest.mark.parametrize(
    "message",
    [
        "And to France?",
        "How long does it take?",
        "What about the blue one?",
        "Why?",
        "Then who pays?",
        "That is too long",
        "",
    ],
)
def test_what_opens_refers_or_says_little_leans(message: str) -> None:
    assert is_follow_up(message)


@pytest.mark.parametrize(
    "message",
    [
        "How long does standard delivery to Germany take?",
        "My router blinks amber since yesterday evening.",
        "Refund order 1042 to my credit card please",
    ],
)
def test_a_question_of_its_own_does_not(message: str) -> None:
    assert not is_follow_up(message)
