"""Reads or checks a shop's folder as a whole."""

from pathlib import Path

from firstcontact.errors import Invalid
from firstcontact.record import Record
from firstcontact.shop.findings import Fault, Findings, Note
from firstcontact.shop.known import Known
from firstcontact.shop.reading import read_shop
from firstcontact.shop.shop import Shop


class Inspection(Record):
    """The result of reading a folder; ``shop`` is None if there are faults."""

    shop: Shop | None
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]


def read(directory: Path, known: Known) -> Shop:
    """Read the shop of a folder; raises ``Invalid`` with the first fault if there are any."""
    found = inspect(directory, known)
    if found.shop is not None:
        return found.shop
    more = f" (and {len(found.faults) - 1} more)" if len(found.faults) > 1 else ""
    raise Invalid(
        f"{found.faults[0]}{more}",
        code="invalid_shop",
        remedy=f"`firstcontact shop check {directory}` lists every fault.",
    )


def check(directory: Path, known: Known) -> list[Fault]:
    """All faults of a folder."""
    return list(inspect(directory, known).faults)


def inspect(directory: Path, known: Known) -> Inspection:
    """Read every file of a folder and check the files against each other."""
    findings = Findings()
    shop = read_shop(directory, known, findings)
    faults = tuple(findings.faults)
    return Inspection(shop=None if faults else shop, faults=faults, notes=tuple(findings.notes))
