"""Every key of a TOML text has the line that it is written on."""

import tomllib
from typing import Any

from firstcontact.shop.json_lines import JsonLines
from firstcontact.shop.toml_lines import KeyLines, Path
from hypothesis import given
from hypothesis import strategies as st

TEXT = '''\
a = 1 # not = this
"b c" = """
x = 1
[no]
"""
d.e.f = [
    1,   # one
    { g = "}", h = ']' },
]
'q' = \'\'\'it's
[neither]\'\'\'
[t]
k = { x = 1, y = { z = [2] } }
[t."u.v"]
w = 2026-01-01
[[r]]
to = 1
[[r.s]]
n = -1.5
[[r]]
[r.last]
m = true
'''


def paths(value: Any, at: Path = ()) -> list[Path]:
    if isinstance(value, dict):
        return [path for key, one in value.items() for path in [(*at, key), *paths(one, (*at, key))]]
    if isinstance(value, list):
        return [path for place, one in enumerate(value) for path in [(*at, place), *paths(one, (*at, place))]]
    return []


def test_the_lines_of_a_text() -> None:
    lines = KeyLines(TEXT)
    assert {path: lines.line(*path) for path in paths(tomllib.loads(TEXT))} == {
        ("a",): 1,
        ("b c",): 2,
        ("d",): 6,
        ("d", "e"): 6,
        ("d", "e", "f"): 6,
        ("d", "e", "f", 0): 7,
        ("d", "e", "f", 1): 8,
        ("d", "e", "f", 1, "g"): 8,
        ("d", "e", "f", 1, "h"): 8,
        ("q",): 10,
        ("t",): 12,
        ("t", "k"): 13,
        ("t", "k", "x"): 13,
        ("t", "k", "y"): 13,
        ("t", "k", "y", "z"): 13,
        ("t", "k", "y", "z", 0): 13,
        ("t", "u.v"): 14,
        ("t", "u.v", "w"): 15,
        ("r",): 16,
        ("r", 0): 16,
        ("r", 0, "to"): 17,
        ("r", 0, "s"): 18,
        ("r", 0, "s", 0): 18,
        ("r", 0, "s", 0, "n"): 19,
        ("r", 1): 20,
        ("r", 1, "last"): 21,
        ("r", 1, "last", "m"): 22,
    }
    assert set(lines.by_path) == set(paths(tomllib.loads(TEXT)))
    assert lines.repeated == []


def test_an_unknown_key_has_the_line_of_its_table() -> None:
    assert KeyLines(TEXT).line("t", "missing", "too") == 12
    assert KeyLines("").line("x") == 1


def test_a_repeated_key_is_found_with_both_lines() -> None:
    assert KeyLines("a = 1\nb = 2\na = 3\n").repeated == [(("a",), 3, 1)]
    assert KeyLines("[t]\n[u]\n[t]\n").repeated == [(("t",), 3, 1)]
    assert KeyLines("w = { x = 1, x = 2 }").repeated == [(("w", "x"), 1, 1)]


@given(st.text(alphabet="ab=[]{}\"'\n,. #1\\", max_size=60))
def test_any_text_is_scanned_to_its_end(text: str) -> None:
    lines = KeyLines(text)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.by_path.values())
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines.by_path) == set(paths(values))
    assert lines.repeated == []


def test_the_lines_of_json() -> None:
    lines = JsonLines('[\n {"a": "x,]", "b": [1,\n {"c": null}]},\n {}\n]')
    assert lines.line(0, "a") == 2
    assert lines.line(0, "b", 1, "c") == 3
    assert lines.line(1) == 4
    assert lines.line(0, "b", 1, "missing") == 3
