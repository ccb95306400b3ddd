"""The suite's tables as they are deployed: their keys and indexes, made afresh for each test."""

from typing import Any, NamedTuple
from uuid import uuid4

from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.costs.ports import Metering


class Keys(NamedTuple):
    """A table's sort key, and the name and keys of its index."""

    sort: str = ""
    by: str = ""
    by_keys: tuple[str, ...] = ()


KEYS = {
    "cases": Keys(),
    "conversations": Keys(sort="sk", by="by_customer", by_keys=("customer_id", "sk")),
    "reviews": Keys(by="by_state", by_keys=("state", "created_at")),
    "ledger": Keys(),
    "connections": Keys(by="by_conversation", by_keys=("conversation_id",)),
    "claims": Keys(),
    "outcomes": Keys(),
    "costs": Keys(),
}


def make_table(kind: str, meter: Metering) -> Table:
    """An empty table of this kind."""
    name, keys = f"{kind}-{uuid4().hex[:12]}", KEYS[kind]
    names = {"pk", *([keys.sort] if keys.sort else []), *keys.by_keys}
    index: dict[str, Any] = {
        "IndexName": keys.by,
        "KeySchema": _schema(*keys.by_keys),
        "Projection": {"ProjectionType": "ALL"},
    }
    client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=_schema("pk", *([keys.sort] if keys.sort else [])),
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in sorted(names)],
        **({"GlobalSecondaryIndexes": [index]} if keys.by else {}),
    )
    return Table(name, meter)


def _schema(*names: str) -> list[dict[str, str]]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"), strict=False)]
