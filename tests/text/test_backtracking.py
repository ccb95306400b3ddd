"""The search for expressions that backtrack finds the shapes that do, and leaves the others alone."""

import re

import pytest

from tests.text.expressions.backtracking import Use, find_danger

DANGEROUS = (
    r"(a+)+b",
    r"(a*)*b",
    r"(a|a)*b",
    r"(?:a|ab?)*c",
    r"(?:\d+[.,]?)*x",
    r"\s+and",
    r"(^|\n)\s*system:",
    r"[,;]?\s+and\s+(?=we)",
    r"\s*\[\d{1,2}\]",
    r"\s*\s*x",
    r"a*b?a*c",
    r"a*a*+b",
    r".*a.*b",
    r"x.*foo",
    r"\w+@",
    r"\w++@",
    r"a*+b",
    r"<[^>]*>",
    r"!?\[[^\]]*\]\([^)]*\)",
    r"(?:^|[A-Z][\w.]* )[A-Z]\.$",
    r"\s+$",
    r"\n\s*\n",
    r"(?m)^[\s{]*key:",
    r"(?:[\s,]|#[^\n]*)*x",
    r"(?:[\s,]|#[^\n]*)*+x",
    r"(?>a*a*)b",
    r"(?=.*x)a",
    r"(a*)\1x",
    r"(?i)a+A+z",
    r"a{300}a{0,300}b",
)
LINEAR = (
    r"\d+",
    r"\w+",
    r"\d+(?:[.,]\d+)*",
    r"[^\W_]+(?:'[^\W_]+)?",
    r"(?<!\s)\s+and",
    r"(?<!\s)\s*+\[\d{1,2}\]",
    r"(^|\n)[^\S\n]*system:",
    r"(?:[,;]|(?<!\s))\s+and\s+(?=we)",
    r"\b\w++@",
    r"\b\w*\d\w*\b",
    r"\A(?:\W+(?:yes|no)\b)*+x",
    r"\A\s*---\s*\Z",
    r"\A(?:[\s,]|#[^\n]*)*+",
    r'\A"(?:[^"\\\n]|\\.)*+(?:"|$)',
    r"<[^<>]*>",
    r"(?<!a)a*+b",
    r"(?<!a)a*+a?b",
    r"\n(?:[^\S\n]*\n)++",
    r"(?m)^#\s+(.+)$",
    r"(?s)Customer:(.*?)(?=Agent:|\Z)",
    r"x.{0,40}y",
    r"[\w.+-]{1,64}@[\w-]{1,63}",
    r"(?<=[.!?])\s+",
    r"\{([\w.]+)\}",
)


@pytest.mark.parametrize("expression", DANGEROUS)
def test_an_expression_that_backtracks_is_found(expression: str) -> None:
    assert find_danger(re.compile(expression))


@pytest.mark.parametrize("expression", LINEAR)
def test_an_expression_that_does_not_backtrack_is_not_reported(expression: str) -> None:
    assert find_danger(re.compile(expression)) is None


@pytest.mark.parametrize(
    ("expression", "use", "is_dangerous"),
    [
        (r"\s+and", "match", False),
        (r"\s+and", "search", True),
        (r"\w+", "fullmatch", False),
        (r"\s*(.*)", "match", False),
        (r"\s*(.*)", "fullmatch", True),  # a line feed at the end is no match, however the blanks are divided
        (r"(a+)+", "match", False),
        (r"(a+)+", "fullmatch", True),
    ],
)
def test_how_an_expression_is_used_decides(expression: str, use: Use, is_dangerous: bool) -> None:
    assert bool(find_danger(re.compile(expression), use)) is is_dangerous


def test_bytes_are_examined_like_texts() -> None:
    assert find_danger(re.compile(rb"<[^>]*>"))
    assert find_danger(re.compile(rb"<[^<>]*>")) is None


def test_a_report_names_a_text_to_repeat() -> None:
    found = find_danger(re.compile(r"\s+and"))
    assert found
    assert not found.repeated.strip()
    assert "where a search begins" in str(found)
