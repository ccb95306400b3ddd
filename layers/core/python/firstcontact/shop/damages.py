"""faults.toml: the kinds of damage that customers report, how to recognise them, and what each earns."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from firstcontact.record import Record
from firstcontact.shop.findings import Findings
from firstcontact.shop.toml_source import TomlSource
from firstcontact.shop.validation import validated
from firstcontact.shop.values import Texts, Wording, name

Earning = Literal["replacement", "store_credit", "refund", "choice", "person", "nothing"]


def _one_or_many(given: object) -> object:
    return (given,) if isinstance(given, str) else given


class Damage(Record):
    """One kind of damage, recognised by customers' ``words``, a photo model's ``labels`` and products' ``tags``."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    names: Wording
    words: Texts = ()
    labels: Texts = ()
    tags: Texts = ()
    severity: Literal["low", "medium", "high", "dangerous"]
    earns: Earning
    discount_percent: Annotated[Decimal, Field(gt=0, le=100)] | None = None
    exceptions: Annotated[Texts, BeforeValidator(_one_or_many)] = Field(default=(), alias="except")


def read_damages(source: TomlSource, findings: Findings) -> dict[str, Damage]:
    """Read the kinds of damage of a file by name; invalid ones are left out."""
    damages = {}
    for title, table in source.tables(findings).items():
        try:
            name(title)
        except ValueError as error:
            findings.fault(source.name, source.lines.line(title), str(error))
        damage = validated(Damage, table, source.name, source.lines, findings, (title,))
        if damage is None:
            continue
        damages[title] = damage
        if damage.severity == "dangerous" and damage.earns == "nothing":
            message = f'[{title}] is dangerous and earns nothing: write at least earns = "person"'
            findings.fault(source.name, source.lines.line(title, "earns"), message)
    return damages
