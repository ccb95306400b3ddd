"""A DynamoDB table of records: an item has keys, a few indexed attributes, a version and the record as JSON."""

import time
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from botocore.exceptions import ClientError

from firstcontact.adapters.aws.clients import client, code, unavailable
from firstcontact.adapters.aws.tables import EXPIRES_AT
from firstcontact.costs.ports import Metering
from firstcontact.errors import Conflict
from firstcontact.record import new_id

Keys = Mapping[str, str]
Item = dict[str, str]
Request = dict[str, Any]
MAX_KEY_BYTES = 2048


def _typed(values: Mapping[str, str | int]) -> dict[str, Any]:
    return {name: {"N": str(v)} if isinstance(v, int) else {"S": v} for name, v in values.items()}


def _plain(item: Mapping[str, Any]) -> Item:
    return {name: value.get("S", value.get("N", "")) for name, value in item.items()}


def _can_be_key(value: str) -> bool:
    """Whether DynamoDB accepts this value as a key; an item whose key it rejects cannot exist."""
    return 0 < len(value.encode()) <= MAX_KEY_BYTES


def _changed() -> Conflict:
    return Conflict("the record was changed by another request", code="changed_meanwhile")


def write_together(requests: Sequence[Request], meter: Metering) -> None:
    """Make several writes in one transaction; ``Conflict`` if a condition fails or another write interferes.

    The SDK sends a token with each call, by which DynamoDB recognises a retry and does not write twice.
    """
    with unavailable("records could not be written"):
        try:
            answer = client("dynamodb").transact_write_items(
                TransactItems=[{"Put": request} for request in requests], ReturnConsumedCapacity="TOTAL"
            )
        except ClientError as error:
            reasons = {reason.get("Code") for reason in error.response.get("CancellationReasons", ())}
            if reasons & {"ConditionalCheckFailed", "TransactionConflict"}:
                meter.add("dynamodb.write_units", 2 * len(requests))
                raise _changed() from error
            raise
    for table in answer.get("ConsumedCapacity", ()):
        _count(meter, "dynamodb.write_units", table)


def _count(meter: Metering, item: str, consumed: Mapping[str, Any]) -> None:
    meter.add(item, Decimal(str(consumed.get("CapacityUnits", 1))))


class Table:
    """The operations that the stores need, metered by consumed capacity; what is written expires after ``days``."""

    def __init__(self, name: str, meter: Metering, days: int | None = None) -> None:
        self._name, self._meter, self._days = name, meter, days

    def get(self, keys: Keys) -> Item | None:
        """The item, by a strongly consistent read; None if there is none."""
        if not all(map(_can_be_key, keys.values())):
            return None
        with unavailable("a record could not be read"):
            answer = client("dynamodb").get_item(
                TableName=self._name, Key=_typed(keys), ConsistentRead=True, ReturnConsumedCapacity="TOTAL"
            )
        self._count("dynamodb.read_units", answer)
        return _plain(answer["Item"]) if "Item" in answer else None

    def put(
        self,
        item: Mapping[str, str | int],
        *,
        condition: str = "",
        values: Mapping[str, str | int] | None = None,
    ) -> bool:
        """Write an item; False if the condition does not hold."""
        return self._write("put_item", self.request(item, condition=condition, values=values))

    def _write(self, operation: str, request: Request) -> bool:
        """Make one conditional write; False if the condition does not hold, which costs a unit, too."""
        with unavailable("a record could not be written"):
            try:
                answer = getattr(client("dynamodb"), operation)(ReturnConsumedCapacity="TOTAL", **request)
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
                self._meter.add("dynamodb.write_units", 1)
                return False
        self._count("dynamodb.write_units", answer)
        return True

    def request(
        self,
        item: Mapping[str, str | int],
        *,
        condition: str = "",
        values: Mapping[str, str | int] | None = None,
    ) -> Request:
        """A write request, to be sent alone or with others in ``write_together``."""
        optional: dict[str, Any] = {"ConditionExpression": condition} if condition else {}
        if self._days:
            item = {**item, EXPIRES_AT: int(time.time()) + self._days * 24 * 3600}
        if values:
            optional["ExpressionAttributeValues"] = _typed(values)
        return {"TableName": self._name, "Item": _typed(item), **optional}

    def version_request(self, item: Mapping[str, str | int], version: int) -> Request:
        """The request that writes the next version of a record that was read as ``version`` (0 = new)."""
        item = {**item, "version": version + 1}
        if version == 0:
            return self.request(item, condition="attribute_not_exists(pk)")
        return self.request(item, condition="version = :read", values={":read": version})

    def put_version(self, item: Mapping[str, str | int], version: int) -> None:
        """Write the next version of a record read as ``version`` (0 = new); ``Conflict`` if it has changed since."""
        mark = new_id("put")
        written = self._write("put_item", self.version_request({**item, "mark": mark}, version))
        # If a response is lost, the SDK repeats the write, and the condition fails because of our own first write.
        if not written and (self.get({"pk": str(item["pk"])}) or {}).get("mark") != mark:
            raise _changed()

    def delete(self, keys: Keys, *, condition: str = "") -> None:
        """Delete an item if it exists and the condition holds."""
        optional = {"ConditionExpression": condition} if condition else {}
        with unavailable("a record could not be deleted"):
            try:
                client("dynamodb").delete_item(TableName=self._name, Key=_typed(keys), **optional)
            except ClientError as error:
                if code(error) != "ConditionalCheckFailedException":
                    raise
        self._meter.add("dynamodb.write_units", 1)

    def change(
        self,
        keys: Keys,
        values: Mapping[str, str | int],
        *,
        condition: str,
        given: Mapping[str, str | int] = MappingProxyType({}),
    ) -> bool:
        """Change some attributes of an item; False if the condition does not hold."""
        changes = ", ".join(f"#{name} = :{name}" for name in values)
        request = {
            "TableName": self._name,
            "Key": _typed(keys),
            "UpdateExpression": f"SET {changes}",
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {f"#{name}": name for name in values},
            "ExpressionAttributeValues": _typed({**{f":{name}": v for name, v in values.items()}, **given}),
        }
        return self._write("update_item", request)

    def query(
        self,
        name: str,
        value: str,
        *,
        index: str = "",
        above: tuple[str, str] | None = None,
        until: tuple[str, str] | None = None,
        below: tuple[str, str] | None = None,
        backwards: bool = False,
        limit: int = 0,
    ) -> list[Item]:
        """The items whose key attribute has this value, in sort-key order: all, or the first ``limit``.

        ``above``, ``until`` or ``below`` is the name of the sort key and a value: only items with a greater one are
        read, or those with at most this one, or a smaller one.
        """
        if not _can_be_key(value):
            return []
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": "#key = :value",
            "ExpressionAttributeNames": {"#key": name},
            "ExpressionAttributeValues": {":value": {"S": value}},
            "ScanIndexForward": not backwards,
            "ReturnConsumedCapacity": "TOTAL",
            **({"IndexName": index} if index else {"ConsistentRead": True}),
            **({"Limit": limit} if limit else {}),
        }
        for relation, bound in ((">", above), ("<=", until), ("<", below)):
            if bound:
                request["KeyConditionExpression"] += f" AND #sort {relation} :bound"
                request["ExpressionAttributeNames"]["#sort"] = bound[0]
                request["ExpressionAttributeValues"][":bound"] = {"S": bound[1]}
        found: list[Item] = []
        for page in self._pages("query", request):
            found += page
            if limit and len(found) >= limit:
                return found[:limit]
        return found

    def scan(self) -> Iterator[Item]:
        """Every item, in no particular order."""
        for page in self._pages("scan", {"TableName": self._name, "ReturnConsumedCapacity": "TOTAL"}):
            yield from page

    def _pages(self, operation: str, request: dict[str, Any]) -> Iterator[list[Item]]:
        while True:
            with unavailable("records could not be read"):
                answer = getattr(client("dynamodb"), operation)(**request)
            self._count("dynamodb.read_units", answer)
            yield [_plain(item) for item in answer.get("Items", ())]
            if "LastEvaluatedKey" not in answer:
                return
            request = {**request, "ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _count(self, item: str, answer: Mapping[str, Any]) -> None:
        _count(self._meter, item, answer.get("ConsumedCapacity", {}))
