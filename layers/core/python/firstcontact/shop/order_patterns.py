"""The shop's patterns for order numbers: regular expressions that are safe to run on any message.

Long patterns, back references and repeated groups that can match in several ways are refused. The time of a match
is therefore polynomial in the number's length, which is limited, too (``order_numbers.MAX_LENGTH``).
"""

import re
from importlib import import_module
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

MAX_PATTERN = 200
MAX_PATTERNS = 20
MAX_VARIABLE = 4  # repetitions of variable length in one pattern
_parser: Any = import_module("re._parser")  # there is no public access to the parse tree
_SINGLE = {"LITERAL", "NOT_LITERAL", "IN", "ANY", "CATEGORY"}
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_REFUSED = {"GROUPREF": "a back reference", "GROUPREF_EXISTS": "a condition", "ASSERT": "a look-around"}
_REFUSED["ASSERT_NOT"] = _REFUSED["ASSERT"]


def compile_pattern(given: object) -> re.Pattern[str]:
    """Compile a pattern that is safe to run on customers' messages; raises ``ValueError`` if it is not."""
    text = given.pattern if isinstance(given, re.Pattern) else given
    if not isinstance(text, str) or not text:
        raise ValueError("write a regular expression in single quotes, for example '\\d{3,8}'")
    if len(text) > MAX_PATTERN:
        raise ValueError(f"a pattern of {len(text)} characters: write at most {MAX_PATTERN}")
    try:
        re.compile(f"(?:{text})")  # raises re.error if the pattern starts with global flags
        pattern, tree = re.compile(text), _parser.parse(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"`{text[:60]}` is not a regular expression ({error}): correct it") from None
    if pattern.groups > 1:
        raise ValueError("it has several groups: keep the one that is the id, write the others as (?:…)")
    if tree.getwidth()[0] == 0:
        raise ValueError(f"`{text[:60]}` matches an empty text: require at least one character, as in \\d{{3,8}}")
    if _variable(tree, inside=False) > MAX_VARIABLE:
        raise ValueError(f"it has more than {MAX_VARIABLE} parts of variable length: write fewer")
    return pattern


def _variable(tree: Any, *, inside: bool) -> int:
    """Count the repetitions of variable length; raises ``ValueError`` for refused syntax.

    ``inside`` is true within a repeated group.
    """
    found = 0
    for kind, value in tree:
        operation = str(kind)
        if operation in _REFUSED:
            raise ValueError(f"it has {_REFUSED[operation]}, which is not allowed: rewrite it without")
        if operation in _REPEATS:
            found += _repetition(*value, inside=inside)
        elif operation == "BRANCH":
            if inside:
                raise ValueError("a repeated group has alternatives, which can take very long: write them out")
            found += sum(_variable(branch, inside=False) for branch in value[1])
        elif operation in ("SUBPATTERN", "ATOMIC_GROUP"):
            found += _variable(value[-1] if operation == "SUBPATTERN" else value, inside=inside)
    return found


def _repetition(least: int, most: int, repeated: Any, *, inside: bool) -> int:
    if most == 1:
        return 1 + _variable(repeated, inside=inside)
    is_single = len(repeated) == 1 and str(repeated[0][0]) in _SINGLE
    if least == most and not is_single:
        if _variable(repeated, inside=True):
            raise ValueError("a repetition inside a repetition can take very long: repeat single characters only")
        return 0
    if least != most and (inside or not is_single):
        raise ValueError("a repetition inside a repetition can take very long: repeat single characters only")
    return int(least != most)


def _few(patterns: tuple[re.Pattern[str], ...]) -> tuple[re.Pattern[str], ...]:
    if len(patterns) > MAX_PATTERNS:
        raise ValueError(f"{len(patterns)} patterns: write at most {MAX_PATTERNS}")
    return patterns


OrderPattern = Annotated[re.Pattern[str], BeforeValidator(compile_pattern)]
OrderPatterns = Annotated[tuple[OrderPattern, ...], AfterValidator(_few)]
