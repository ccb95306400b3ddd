"""The patches fit one release of the emulator; any other is refused before anything starts."""

from importlib.metadata import version

PINNED = "1.5.33"


class WrongVersion(Exception):
    """Another release of the emulator is installed."""


def require_pinned(installed: str | None = None) -> None:
    """Refuse every release but the one the patches were written for."""
    found = installed or version("ministack")
    if found != PINNED:
        raise WrongVersion(f"the emulator must be ministack {PINNED}, found {found}: run `make up`")
