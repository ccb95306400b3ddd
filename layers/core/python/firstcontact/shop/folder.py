"""A shop's folder as a whole: read it, or find everything that cannot be right about it."""

from pathlib import Path

from firstcontact.errors import Invalid
from firstcontact.record import Record
from firstcontact.shop.findings import Fault, Findings, Note
from firstcontact.shop.known import Known
from firstcontact.shop.reading import read_shop
from firstcontact.shop.shop import Shop


class Inspection(Record):
    """What reading a folder came to; there is a shop where there are no faults."""

    shop: Shop | None
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]


def read(directory: Path, known: Known) -> Shop:
    """The shop of a folder; ``Invalid`` names the first fault of one that has any."""
    found = inspect(directory, known)
    if found.shop is not None:
        return found.shop
    more = f" (and {len(found.faults) - 1} more)" if len(found.faults) > 1 else ""
    raise Invalid(
        f"{found.faults[0]}{more}",
        code="invalid_shop",
        remedy=f"`firstcontact shop check {directory}` names every fault.",
    )


def check(directory: Path, known: Known) -> list[Fault]:
    """Every fault of a folder."""
    return list(inspect(directory, known).faults)


def inspect(directory: Path, known: Known) -> Inspection:
    """Read every file of a folder and check each against the others."""
    findings = Findings()
    shop = read_shop(directory, known, findings)
    faults = tuple(findings.faults)
    return Inspection(shop=None if faults else shop, faults=faults, notes=tuple(findings.notes))
