"""Raw bodies of events: small ones in DynamoDB, large ones in S3, where their item keeps only the object's key."""

import base64
import hashlib
import time
from datetime import datetime

from firstcontact.adapters.aws.clients import client, unavailable
from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.adapters.aws.objects import missing_as
from firstcontact.adapters.aws.tables import BY_ARRIVAL
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound
from firstcontact.record import now

INTAKE = "intake/"  # the prefix of the objects
MAX_ITEM_BODY = 32 * 1024  # bytes; larger bodies go to S3
PENDING = "pending"
DAY = 24 * 3600


class DynamoIntake:
    """Implements ``IntakeStore``. A body has an item that expires, and one more for as long as it is pending."""

    def __init__(self, table: Table, bucket: str, meter: Metering, *, days: int) -> None:
        self._table, self._bucket, self._meter, self._seconds = table, bucket, meter, days * DAY

    def keep(self, body: bytes) -> str:
        key, expires_at = hashlib.sha256(body).hexdigest(), int(time.time()) + self._seconds
        self._table.put({"pk": f"body#{key}", "expires_at": expires_at, **self._content(key, body)})
        pending = {"pk": f"{PENDING}#{key}", "state": PENDING, "received_at": now().isoformat(), "body_key": key}
        self._table.put({**pending, "expires_at": expires_at})
        return key

    def _content(self, key: str, body: bytes) -> dict[str, str]:
        if len(body) <= MAX_ITEM_BODY:
            return {"body": base64.b64encode(body).decode()}
        with unavailable("the event could not be stored"):
            client("s3").put_object(Bucket=self._bucket, Key=INTAKE + key, Body=body)
        self._meter.add("s3.put_requests", 1)
        return {"object": INTAKE + key}

    def read(self, key: str) -> bytes:
        missing = NotFound("there is no such event, or it has expired", code="event_not_found")
        item = self._table.get({"pk": f"body#{key}"})
        if item is None:
            raise missing
        if "body" in item:
            return base64.b64decode(item["body"])
        with unavailable("the event could not be read"):
            with missing_as(missing):
                answer = client("s3").get_object(Bucket=self._bucket, Key=item["object"])
            self._meter.add("s3.get_requests", 1)
            return bytes(answer["Body"].read())

    def settle(self, key: str) -> None:
        self._table.delete({"pk": f"{PENDING}#{key}"})

    def pending(self, before: datetime, *, limit: int = 500) -> list[str]:
        items = self._table.query(BY_ARRIVAL.partition, PENDING, index=BY_ARRIVAL.name, limit=limit)
        return [item["body_key"] for item in items if datetime.fromisoformat(item["received_at"]) < before]
