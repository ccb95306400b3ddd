"""The suite's tables as they are deployed: a new one with the same keys and index for each test."""

from typing import Any
from uuid import uuid4

from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.adapters.aws.tables import TABLES, TableName
from firstcontact.costs.ports import Metering


def make_table(kind: TableName, meter: Metering) -> Table:
    """An empty table of this kind."""
    name, keys = f"{kind}-{uuid4().hex[:12]}", TABLES[kind]
    own, by = (
        _schema("pk", keys.sort),
        _schema(keys.secondary.partition, keys.secondary.sort) if keys.secondary else [],
    )
    index: dict[str, Any] = {
        "IndexName": keys.secondary and keys.secondary.name,
        "KeySchema": by,
        "Projection": {"ProjectionType": "ALL"},
    }
    client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=own,
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"}
            for name in sorted({key["AttributeName"] for key in [*own, *by]})
        ],
        **({"GlobalSecondaryIndexes": [index]} if keys.secondary else {}),
    )
    return Table(name, meter)


def _schema(partition: str, sort: str | None) -> list[dict[str, str]]:
    keys = [{"AttributeName": partition, "KeyType": "HASH"}]
    return [*keys, {"AttributeName": sort, "KeyType": "RANGE"}] if sort else keys
