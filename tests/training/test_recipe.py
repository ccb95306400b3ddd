"""What models are made from names them: code by what it does, other files by their bytes."""

from pathlib import Path

import pytest
from firstcontact.training import recipe

CODE = '''"""A module."""

SIZE = 3


def double(number: int) -> int:
    """Twice the number."""
    return 2 * number
'''


def named(folder: Path, text: str, name: str = "code.py") -> str:
    path = folder / name
    path.write_text(text)
    return recipe.name([path], folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""A module."""', '"""Something that doubles."""'),
        ('    """Twice the number."""\n', ""),
        ("SIZE = 3", "SIZE = 3  # of what"),
        ("return 2 * number", "return (\n        2 * number\n    )"),
    ],
)
def test_rewording_and_layout_change_no_name(tmp_path: Path, old: str, new: str) -> None:
    assert named(tmp_path, CODE.replace(old, new)) == named(tmp_path, CODE)


@pytest.mark.parametrize(("old", "new"), [("3", "4"), ("2 * number", "number * 2"), ("double", "twice")])
def test_other_code_has_another_name(tmp_path: Path, old: str, new: str) -> None:
    assert named(tmp_path, CODE.replace(old, new)) != named(tmp_path, CODE)


def test_a_text_that_is_no_docstring_counts(tmp_path: Path) -> None:
    assert named(tmp_path, 'A = "a"\n') != named(tmp_path, 'A = "b"\n')


def test_other_files_are_named_by_their_bytes_and_their_paths(tmp_path: Path) -> None:
    assert named(tmp_path, "a", "list.txt") != named(tmp_path, "a ", "list.txt")
    assert named(tmp_path, "a", "list.txt") != named(tmp_path, "a", "other.txt")
