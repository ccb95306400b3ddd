"""The suite's tables: their keys and indexes, as the adapters query them and infra creates them."""

from typing import Literal, NamedTuple

TableName = Literal[
    "cases",
    "conversations",
    "reviews",
    "ledger",
    "connections",
    "claims",
    "outcomes",
    "costs",
    "intake",
    "breakers",
]


class Index(NamedTuple):
    """A secondary index: its name, the attributes that are its keys, and whether it holds nothing else."""

    name: str
    partition: str
    sort: str | None = None
    keys_only: bool = False


class TableKeys(NamedTuple):
    """What a table has beside its partition key ``pk``.

    Rows expire at the time in their attribute ``expires_at``: a ``retained`` table's after the retention that the
    settings name, those of a table ``with_times`` when their writer says, and functions may delete them before.
    A streamed table sends each new item to a function.
    """

    sort: str | None = None
    secondary: Index | None = None
    retained: bool = False
    with_times: bool = False
    streamed: bool = False


EXPIRES_AT = "expires_at"  # Unix seconds
BY_CUSTOMER = Index("by_customer", "customer_id", "sk")
BY_STATE = Index("by_state", "state", "created_at")
BY_ARRIVAL = Index("by_arrival", "state", "received_at")
BY_CONVERSATION = Index("by_conversation", "conversation_id")
BY_LOOK = Index("by_look", "watch", "look_at", keys_only=True)

TABLES: dict[TableName, TableKeys] = {
    "cases": TableKeys(secondary=BY_LOOK, streamed=True, retained=True),
    "conversations": TableKeys(sort="sk", secondary=BY_CUSTOMER, retained=True),
    "reviews": TableKeys(secondary=BY_STATE, retained=True),
    "ledger": TableKeys(with_times=True),
    "connections": TableKeys(secondary=BY_CONVERSATION, with_times=True),
    "claims": TableKeys(retained=True),
    "outcomes": TableKeys(),
    "costs": TableKeys(),
    "intake": TableKeys(secondary=BY_ARRIVAL, with_times=True),
    "breakers": TableKeys(with_times=True),
}
