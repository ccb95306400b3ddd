"""Checks the emulator's version, because the patches work with exactly one release."""

from importlib.metadata import version

PINNED = "1.5.33"


class WrongVersion(Exception):
    """A different release of the emulator is installed."""


def require_pinned(installed: str | None = None) -> None:
    """Raise ``WrongVersion`` unless the installed release is the one that the patches were written for."""
    found = installed or version("ministack")
    if found != PINNED:
        raise WrongVersion(f"the emulator must be ministack {PINNED}, found {found}: run `make up`")
