"""Directory trees other than wheels, such as the product's source and the built models; compared by content."""

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from layers.models.sources import recipe_hash

CURRENT = "current"


def models(store: Path, progress: Callable[[str], None], shop: Path | None = None) -> Path:
    """Return the models of the current recipe, building them if the store does not have them.

    ``shop`` is a shop's folder, which may hold changes of the encoder.
    """
    built = store / recipe_hash(shop)
    if not built.is_dir():
        partial = store / f".{built.name}"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        from layers.models.build import build  # slow to import

        build(partial, progress, shop)
        partial.rename(built)
    _point(store / CURRENT, built)
    return built


def _point(link: Path, built: Path) -> None:
    """Set the link ``current``, where the command looks for models, to these models in one step."""
    fresh = link.with_name(f".{link.name}.{os.getpid()}")
    fresh.symlink_to(built.name, target_is_directory=True)
    fresh.replace(link)


def files(tree: Path) -> Iterator[Path]:
    """Yield the files of a tree, in the same order on every machine and without Python's caches."""
    for path in sorted(tree.rglob("*"), key=lambda path: path.relative_to(tree).as_posix()):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
            yield path


def tree_hash(tree: Path) -> str:
    """A digest of a tree's paths and contents."""
    digest = hashlib.sha256()
    for path in files(tree):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(tree).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()[:16]


def copy(tree: Path, into: Path, without: Collection[str] = ()) -> None:
    """Copy the files of a tree, except those in the named folders."""
    for path in files(tree):
        if any(path.is_relative_to(tree / folder) for folder in without):
            continue
        to = into / path.relative_to(tree)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)


def size(tree: Path) -> int:
    """The total size of a tree's files in bytes."""
    return sum(path.stat().st_size for path in files(tree))
