"""A shop's pattern is run on customers' messages only where it cannot take long."""

import re

import pytest
from firstcontact.shop.order_patterns import compile_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{3,8}",
        r"\d+",
        r"TW-\d{3,8}",
        r"(?:TW-)?\d{3,8}(?:-[A-Z])?",
        r"#?(\d{4,6})",
        r"^[A-Z]{2}\d{6}$",
        r"(?:\d{4}-){2}\d{4}",
        r"AB\d+|CD\d+",
        r"[A-Z]{1,3}/\d{4}",
    ],
)
def test_a_plain_pattern_is_taken(pattern: str) -> None:
    assert compile_pattern(pattern).pattern == pattern


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (r"(?:\d+)+x", "a repetition inside a repetition"),
        (r"(?:a|a){30}b", "a repeated group has alternatives"),
        (r"(?:a?){30}a{30}", "a repetition inside a repetition"),
        (r"(?:(?:a*)?)*x", "a repetition inside a repetition"),
        (r"(?:ab)+", "a repetition inside a repetition"),
        (r"(\d)x\1", "a back reference"),
        (r"(?=\d)\d+", "a look-around"),
        (r"\d*", "matches an empty text"),
        (r"(\d+)-(\d+)", "several groups"),
        (r"\d+[a-z]*\d*[a-z]*\d*x", "more than 4 parts of variable length"),
        (r"(\d", "is not a regular expression"),
        (r"(?i)tw-\d+", "is not a regular expression"),
        ("[a", "is not a regular expression"),
        ("A" * 201, "write at most 200"),
        ("", "write a regular expression"),
        (7, "write a regular expression"),
    ],
)
def test_another_is_refused_with_the_reason(pattern: object, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        compile_pattern(pattern)
