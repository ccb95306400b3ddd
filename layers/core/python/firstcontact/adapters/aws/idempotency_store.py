"""Idempotency keys and their results in DynamoDB; one conditional write decides between concurrent claims."""

import time

from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.errors import Conflict, Unavailable

HOLD = 60  # seconds for which a claim excludes other holders
KEEP = 90 * 24 * 3600  # seconds for which a result is stored
UNSETTLED = "attribute_not_exists(outcome)"  # another holder may have stored a result after this hold expired


class DynamoIdempotencyStore:
    """Implements ``IdempotencyStore``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def begin(self, key: str, fingerprint: str, *, holder: str) -> str | None:
        moment = int(time.time())
        taken = self._table.put(
            {
                "pk": key,
                "fingerprint": fingerprint,
                "holder": holder,
                "held_until": moment + HOLD,
                "expires_at": moment + KEEP,
            },
            condition="attribute_not_exists(pk) OR (attribute_not_exists(outcome) AND fingerprint = :fingerprint"
            " AND (holder = :holder OR held_until < :moment))",
            values={":fingerprint": fingerprint, ":holder": holder, ":moment": moment},
        )
        return None if taken else self._result(key, fingerprint)

    def _result(self, key: str, fingerprint: str) -> str:
        item = self._table.get({"pk": key})
        if item is None:
            raise Unavailable("the claim on this key was just released; send the request again", code="in_progress")
        if item["fingerprint"] != fingerprint:
            raise Conflict(
                "this key was used for another request",
                code="idempotency_mismatch",
                remedy="Use a new key for a new request; repeat a request with the same body.",
            )
        if "outcome" not in item:
            raise Unavailable("the same request is still being processed", code="in_progress")
        return item["outcome"]

    def settle(self, key: str, result: str) -> None:
        item = self._table.get({"pk": key})
        if item is None:
            raise Unavailable("the claim on this key was lost; the result cannot be stored", code="in_progress")
        kept = {"pk": key, "fingerprint": item["fingerprint"], "holder": item["holder"], "outcome": result}
        self._table.put({**kept, "expires_at": int(time.time()) + KEEP}, condition=UNSETTLED)

    def release(self, key: str) -> None:
        self._table.delete({"pk": key}, condition=UNSETTLED)
