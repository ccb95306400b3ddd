"""What a message asks for: one thing, or several."""

import pytest
from firstcontact.text import questions
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("Refund order 1017 and tell me where 1042 is.", ["Refund order 1017", "tell me where 1042 is."]),
        (
            "Can I return the speaker? Also, how long does delivery take?",
            ["Can I return the speaker?", "Also, how long does delivery take?"],
        ),
        (
            "please cancel 1040; I want my money back for 1017",
            ["please cancel 1040", "I want my money back for 1017"],
        ),
    ],
)
def test_several_requests_are_told_apart(message: str, parts: list[str]) -> None:
    assert questions.split_requests(message) == parts


@pytest.mark.parametrize(
    "message",
    [
        "Where is my order 1042?",
        "My router broke yesterday. It was two weeks old. I want my money back.",
        "I bought a lamp and a speaker, where are they?",
        "refund 1017",
        "Hello! I hope you are well. Could you tell me when 1042 arrives? Thanks and have a nice day",
    ],
)
def test_a_story_around_one_request_is_one_request(message: str) -> None:
    assert questions.split_requests(message) == []


@pytest.mark.parametrize(
    "between",
    [
        " and ",
        "   and   ",
        ", and ",
        ",  and\t",
        "; and ",
        ";\n\n and ",
        "\n and ",
        "\n\n  and\n",
        " \n and also ",
        " ;\n then ",
        "\n",
        ";",
    ],
)
def test_requests_are_told_apart_however_they_are_spaced(between: str) -> None:
    assert questions.split_requests(f"refund order 1017{between}tell me more") == [
        "refund order 1017",
        "tell me more",
    ]


@pytest.mark.parametrize("between", [" and ", "   and   ", ", and ", ";  and\n", "?  ", "?\n\n"])
def test_questions_are_told_apart_however_they_are_spaced(between: str) -> None:
    parts = questions.split_questions(f"what does delivery cost{between}is gift wrapping free")
    assert parts == ["what does delivery cost", "is gift wrapping free"]


@given(st.text(max_size=300))
def test_any_text_has_no_or_several_requests_and_not_too_many(message: str) -> None:
    assert len(questions.split_requests(message)) in {0, *range(2, questions.MAX_REQUESTS + 1)}
