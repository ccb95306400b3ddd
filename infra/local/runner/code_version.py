"""The version of the code that a suite was started with: a hash of the sources of its processes and templates."""

import hashlib

from infra.local.runner.home import REPOSITORY
from layers.artifacts import files

_SOURCES = ("functions", "infra", "layers")
_SINGLE_FILES = ("pyproject.toml", "requirements.lock")
_SHOPS = "infra/local/shops"  # not code: `firstcontact shop publish` brings their changes to a running suite


def code_version() -> str:
    """Return the hash of the sources as they are now."""
    digest = hashlib.sha256()
    sources = [path for source in _SOURCES for path in files(REPOSITORY / source)]
    for path in [*sources, *(REPOSITORY / name for name in _SINGLE_FILES)]:
        if not path.is_relative_to(REPOSITORY / _SHOPS):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(REPOSITORY).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()[:16]
