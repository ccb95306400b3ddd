"""No module of the tests or of the infrastructure hides one of the standard library from a script beside it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def modules_like_the_standard_library(folder: Path) -> Iterator[str]:
    """Modules and packages under a folder that have the name of a standard module."""
    for path in sorted([*folder.rglob("*.py"), *(source.parent for source in folder.rglob("*/__init__.py"))]):
        if path.stem in sys.stdlib_module_names:
            yield path.relative_to(folder).as_posix()


@pytest.mark.parametrize("folder", ["infra", "tests"])
def test_no_module_has_the_name_of_a_standard_one(folder: str) -> None:
    assert list(modules_like_the_standard_library(REPOSITORY / folder)) == []


def test_a_module_and_a_package_with_such_a_name_are_found(tmp_path: Path) -> None:
    for name in ("bench/collections.py", "bench/table.py", "queue/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert list(modules_like_the_standard_library(tmp_path)) == ["bench/collections.py", "queue"]
