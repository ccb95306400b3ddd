"""Finds a shop's folder, by path or by the name of a shop in this repository."""

from functools import cache
from pathlib import Path

from firstcontact.cli.shop.known import known
from firstcontact.errors import Invalid
from firstcontact.shop import folder
from firstcontact.shop.shop import Shop

from infra.local.runner.failure import RunnerFailure

SHOPS = Path(__file__).resolve().parents[1] / "shops"
DEFAULT = "tidewire"


def find(named: str) -> Path:
    """The shop's folder; raises ``RunnerFailure`` with the known names if there is none."""
    own, given = SHOPS / named, Path(named).expanduser()
    is_name = named == Path(named).name and (own / "shop.toml").is_file()
    if is_name and (given / "shop.toml").is_file() and given.resolve() != own:
        raise RunnerFailure(f"{named} is both an included shop and a folder here: write ./{named} for the folder")
    place = own if is_name else given
    if not (place / "shop.toml").is_file():
        there = ", ".join(sorted(path.parent.name for path in SHOPS.glob("*/shop.toml")))
        raise RunnerFailure(
            f"{named} is not a shop, because it has no shop.toml (use a shop's folder, or one of {there})"
        )
    return place.resolve()


@cache
def read(place: Path) -> Shop:
    """Read the shop in a folder; raises ``RunnerFailure`` with its first fault."""
    try:
        return folder.read(place, known())
    except Invalid as error:
        raise RunnerFailure(f"{place.name}: {error.detail} ({error.remedy})") from error
