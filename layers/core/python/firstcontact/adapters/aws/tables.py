"""The suite's tables: their keys and indexes, as the adapters query them and infra creates them."""

from typing import Literal, NamedTuple

TableName = Literal[
    "cases", "conversations", "reviews", "ledger", "connections", "claims", "outcomes", "costs", "breakers"
]


class Index(NamedTuple):
    """A secondary index: its name and the attributes that are its keys."""

    name: str
    partition: str
    sort: str | None = None


class TableKeys(NamedTuple):
    """What a table has beside its partition key ``pk``."""

    sort: str | None = None
    secondary: Index | None = None
    expires_at: str | None = None


BY_CUSTOMER = Index("by_customer", "customer_id", "sk")
BY_STATE = Index("by_state", "state", "created_at")
BY_ARRIVAL = Index("by_arrival", "state", "received_at")
BY_CONVERSATION = Index("by_conversation", "conversation_id")

TABLES: dict[TableName, TableKeys] = {
    "cases": TableKeys(),
    "conversations": TableKeys(sort="sk", secondary=BY_CUSTOMER),
    "reviews": TableKeys(secondary=BY_STATE),
    "ledger": TableKeys(expires_at="expires_at"),
    "connections": TableKeys(secondary=BY_CONVERSATION, expires_at="expires_at"),
    "claims": TableKeys(),
    "outcomes": TableKeys(),
    "costs": TableKeys(),
    "breakers": TableKeys(expires_at="expires_at"),
}
