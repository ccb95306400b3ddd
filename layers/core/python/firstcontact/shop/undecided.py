"""Notes on rules that a shop may write but the suite does not decide yet, so that no owner relies on them."""

from collections.abc import Iterator

from firstcontact.shop.findings import Findings
from firstcontact.shop.known import Known
from firstcontact.shop.policy import Block, Daily
from firstcontact.shop.shop import Shop

CLAIM = "damage_claim"
_NOT_YET = "is not decided by the suite yet"


def note_undecided(shop: Shop, known: Known, findings: Findings) -> None:
    """Add a note for each such rule, one for all actions that people do, and one for damages."""
    blocks = [block for block in shop.policy.blocks.values() if block.by == "suite"] if shop.policy else []
    blocks.sort(key=lambda block: block.lines[""])
    for block in blocks:
        rules = () if block.action in known.planned else _claim(block) if block.action == CLAIM else _payment(block)
        for key, message in rules:
            findings.note(block.file, block.lines.get(key, block.lines[""]), message)
    if left := [block for block in blocks if block.action in known.planned]:
        names = ", ".join(f"[{block.action}]" for block in left)
        findings.note(left[0].file, left[0].lines[""], f"not done by the suite yet: a person does {names}")
    if shop.damages:
        findings.note("faults.toml", 0, f"what a damage earns {_NOT_YET}: a person decides every damage claim")


def _payment(block: Block) -> Iterator[tuple[str, str]]:
    if block.daily != Daily():
        yield "daily", f"`{block.action}.daily` {_NOT_YET}: such refunds go to a person"
    if block.returns == "required":
        which = "those of goods worth `keep_below` or more" if block.keep_below else "such refunds"
        yield "returns", f"`{block.action}.returns` {_NOT_YET}: {which} go to a person"
    elif block.keep_below:
        yield "keep_below", f'`{block.action}.keep_below` changes nothing without `returns = "required"`'
    if block.second_pair_of_eyes and (missing := sorted(block.automatic.keys() - block.second_pair_of_eyes)):
        message = (
            f"`{block.action}.second_pair_of_eyes` does not name {', '.join(missing)}: there one person is enough"
        )
        yield "second_pair_of_eyes", message


def _claim(block: Block) -> Iterator[tuple[str, str]]:
    yield "", f"[{block.action}] {_NOT_YET}: a person decides every claim"
    if block.per_year is not None:
        yield "per_year", f"`{block.action}.per_year` {_NOT_YET}: the person who decides has to count"
    if block.stock == "required":
        yield "stock", f"`{block.action}.stock` {_NOT_YET}: the person who decides has to look"
