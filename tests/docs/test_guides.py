"""Each guide works as it is written: its files and commands are tried in a copy of the repository."""

import os
from pathlib import Path

import pytest

from tests.docs.blocks import REPOSITORY, Block, blocks, lacking, run
from tests.registries.copies import Copy

GUIDES = REPOSITORY / "docs" / "guides"
TRIED = ("write-an-action", "write-a-connector", "bring-your-own-shop")


def put(block: Block, copy: Copy) -> None:
    """Write a block to its file as the guide says."""
    file = copy.folder / block.file
    if block.after:
        copy.insert(block.file, block.text.rstrip("\n"), block.after)
    elif file.exists():
        file.write_text(file.read_text() + block.text)
    else:
        copy.write(block.file, block.text)


@pytest.mark.parametrize("guide", TRIED)
def test_a_guide_works_as_it_is_written(guide: str, tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    paths = os.pathsep.join([str(copy.folder / "layers" / "core" / "python"), str(copy.folder)])
    for block in blocks(GUIDES / f"{guide}.md"):
        if block.language == "bash":
            (printed,) = run([block], copy.folder, seconds=120, PYTHONPATH=paths, PYTHONDONTWRITEBYTECODE="1")
            assert lacking(block, printed) == [], printed
        elif block.file:
            put(block, copy)


def test_every_guide_is_listed() -> None:
    listed = (GUIDES / "README.md").read_text("utf-8")
    assert [path.name for path in GUIDES.glob("[a-z]*.md") if f"({path.name})" not in listed] == []
