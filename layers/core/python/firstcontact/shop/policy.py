"""policy.toml: who may get what, until when and up to which amount; one block per action."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from firstcontact.record import Record
from firstcontact.shop.currencies import NO_AMOUNTS, Amounts
from firstcontact.shop.findings import Findings, did_you_mean
from firstcontact.shop.toml_source import TomlSource
from firstcontact.shop.validation import validated
from firstcontact.shop.values import Count, Country, DateText, Groups, Texts, Whole, Window, Wording
from firstcontact.systems.orders import OrderState

PAYING_ACTIONS = frozenset({"refund", "store_credit", "cancel"})
Fee = Literal["express_fee", "shipping_fee", "freight_surcharge"]
# Keys that only some actions have; any action may have the others.
ACTIONS_BY_KEY: Mapping[str, tuple[str, ...]] = {
    "returns": ("refund", "store_credit"),
    "keep_below": ("refund", "store_credit"),
    "excludes": ("refund", "store_credit", "cancel"),
    "collected": ("return", "exchange"),
    "arrives": ("refund",),
    "bonus_percent": ("store_credit",),
    "valid_months": ("store_credit",),
    "label_valid_days": ("return",),
    "times": ("exchange",),
    "photos": ("damage_claim", "replacement"),
    "per_year": ("damage_claim", "replacement"),
    "stock": ("damage_claim", "replacement"),
}


class Daily(Record):
    """The amounts that may be paid per day without a person."""

    per_customer: Amounts = NO_AMOUNTS
    per_shop: Amounts = NO_AMOUNTS


class Collected(Record):
    """Products that are collected by appointment instead of returned with a label, and who collects them."""

    tags: Texts = ()
    above: Amounts = NO_AMOUNTS
    by: str = ""


class Photos(Record):
    """The minimum and maximum number of photos."""

    least: Annotated[int, Field(strict=True, ge=0, le=20)] = 1
    most: Annotated[int, Field(strict=True, ge=1, le=20)]

    @model_validator(mode="after")
    def _least_is_not_more(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"least = {self.least} is more than most = {self.most}: swap them")
        return self


class Rules(Record):
    """The keys of a block. Defaults: any customer, any state, no time limit, and nothing paid automatically."""

    customers: Groups = None
    states: tuple[OrderState, ...] = ()
    within_days: Window | None = None
    within_months: Window | None = None
    automatic: Amounts = NO_AMOUNTS
    daily: Daily = Daily()
    confirm: Literal["always", "never"] = "always"
    by: Literal["suite", "person"] = "suite"
    second_pair_of_eyes: Amounts = NO_AMOUNTS
    excludes_tags: Texts = ()
    countries: tuple[Country, ...] = ()
    returns: Literal["required", "not_required"] | None = None
    keep_below: Amounts = NO_AMOUNTS
    excludes: tuple[Fee, ...] = ()
    collected: Collected | None = None
    arrives: Wording | None = None
    bonus_percent: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    valid_months: Count | None = None
    label_valid_days: Count | None = None
    times: Count | None = None
    photos: Photos | None = None
    per_year: Whole | None = None
    stock: Literal["required", "not_required"] | None = None


class Block(Rules):
    """The rules of one action, with the line of each key."""

    action: str
    file: str
    lines: Mapping[str, int]

    def line(self, key: str = "") -> str:
        """The place of a value, such as ``policy.toml:14``: the line of its key, else that of the block."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return f"{self.file}:{self.lines[key]}"


class Policy(Record):
    """The blocks by action. An action without a block is not offered."""

    version: DateText
    blocks: Mapping[str, Block] = {}

    def block(self, action: str) -> Block | None:
        """The rules of an action; None if the shop has none."""
        return self.blocks.get(action)


class _Head(Record):
    version: DateText


def read_policy(source: TomlSource, actions: frozenset[str], findings: Findings) -> Policy | None:
    """Read the policy of a file; adds faults to ``findings`` and leaves out invalid blocks."""
    values = {key: value for key, value in source.values.items() if not isinstance(value, dict)}
    head = validated(_Head, values, source.name, source.lines, findings)
    blocks = {}
    for action in source.values.keys() - values.keys():
        if action not in actions:
            remedy = did_you_mean(action, actions)
            findings.fault(source.name, source.lines.line(action), f"[{action}] is not an action: {remedy}")
        elif block := _read_block(source, action, findings):
            blocks[action] = block
    return Policy(version=head.version, blocks=dict(sorted(blocks.items()))) if head else None


def _read_block(source: TomlSource, action: str, findings: Findings) -> Block | None:
    values = source.values[action]
    rules = validated(Rules, values, source.name, source.lines, findings, (action,))
    for key, message in _misplaced(values, action):
        findings.fault(source.name, source.lines.line(action, key), message)
    if rules is None:
        return None
    lines = {
        ".".join(map(str, path[1:])): line for path, line in source.lines.by_path.items() if path[:1] == (action,)
    }
    return Block(**dict(rules), action=action, file=source.name, lines=lines)


def _misplaced(values: Mapping[str, object], action: str) -> list[tuple[str, str]]:
    """Keys that do not belong to this action, or that exclude each other."""
    found = []
    for key in values:
        owners = ACTIONS_BY_KEY.get(key, (action,))
        if action not in owners:
            found.append((key, f"`{key}` belongs to {_blocks(owners)}, not to [{action}]: move it or delete it"))
    if "within_days" in values and "within_months" in values:
        found.append(("within_months", "`within_days` and `within_months` are both given: keep one"))
    if action in PAYING_ACTIONS and values.get("confirm") == "never":
        found.append(("confirm", f'`confirm`: [{action}] pays money, so the customer must agree: write "always"'))
    return found


def _blocks(actions: tuple[str, ...]) -> str:
    return " and ".join(f"[{action}]" for action in actions)
