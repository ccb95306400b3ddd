"""The guard limits what every later rule reads of a message."""

import pytest
from firstcontact.guardrails.guard import MAX_CHARS, guard_message

ADDRESS = "ann@mail.example"


@pytest.mark.parametrize("character", ["x", " ", "\n", "[", "é", "1"])
def test_of_a_message_that_is_too_long_rules_read_the_beginning(character: str) -> None:
    guarded = guard_message(character * (MAX_CHARS + 10) + ADDRESS)
    assert guarded.question == character * MAX_CHARS
    assert "more than" in guarded.suspicion


def test_a_message_of_the_largest_size_is_read_whole() -> None:
    guarded = guard_message("x " * ((MAX_CHARS - len(ADDRESS)) // 2) + ADDRESS)
    assert not guarded.suspicion
    assert guarded.question.endswith("[EMAIL_1]")


def test_earlier_words_are_read_as_far_as_the_question_leaves_room() -> None:
    guarded = guard_message("y" * (MAX_CHARS - 5), "earlier words")
    assert guarded.before == "earli"
    assert "more than" in guarded.suspicion
    assert guard_message("y" * (MAX_CHARS + 1), "earlier words").before == ""
