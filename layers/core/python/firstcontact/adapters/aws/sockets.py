"""Open chat windows: sending to them through API Gateway, and storing which conversation each one follows."""

import json
import time

from botocore.exceptions import ClientError

from firstcontact.adapters.aws.clients import client, code, unavailable
from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.adapters.aws.tables import BY_CONVERSATION
from firstcontact.costs.ports import Metering
from firstcontact.errors import NotFound
from firstcontact.identity.records import Customer
from firstcontact.telemetry import logger

GONE = {"GoneException", "410"}
LIFETIME = 3 * 3600  # seconds; API Gateway closes a socket after two hours


class GatewaySocket:
    """Implements ``ChatSocket``."""

    def __init__(self, endpoint: str, meter: Metering) -> None:
        self._endpoint, self._meter = endpoint, meter

    def send(self, connection_id: str, event: dict[str, object]) -> bool:
        management = client("apigatewaymanagementapi", endpoint_url=self._endpoint)
        data = json.dumps(event, ensure_ascii=False).encode()
        with unavailable("a chat window could not be reached"):
            try:
                management.post_to_connection(ConnectionId=connection_id, Data=data)
            except ClientError as error:
                if code(error) not in GONE:
                    logger().warning("a chat window could not be reached", extra={"code": code(error)})
                    raise
                return False
        self._meter.add("apigateway.websocket_messages", -(-len(data) // 32_768))
        return True


class DynamoConnections:
    """Implements ``Connections``; the entry of a window that was never closed properly expires."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def opened(self, connection_id: str, customer: Customer) -> None:
        self._write(connection_id, customer, {})

    def customer(self, connection_id: str) -> Customer:
        item = self._table.get({"pk": connection_id})
        if item is None:
            raise NotFound("this chat window is unknown", code="connection_not_found", remedy="Connect again.")
        groups = tuple(str(item.get("groups", "")).split())
        return Customer(customer_id=item["customer_id"], valued=bool(int(item["valued"])), groups=groups)

    def follow(self, connection_id: str, conversation_id: str) -> None:
        self._write(connection_id, self.customer(connection_id), {"conversation_id": conversation_id})

    def following(self, conversation_id: str) -> list[str]:
        found = self._table.query(BY_CONVERSATION.partition, conversation_id, index=BY_CONVERSATION.name)
        return [item["pk"] for item in found]

    def closed(self, connection_id: str) -> None:
        self._table.delete({"pk": connection_id})

    def _write(self, connection_id: str, customer: Customer, more: dict[str, str]) -> None:
        expires = int(time.time()) + LIFETIME
        owner: dict[str, str | int] = {
            "customer_id": customer.customer_id,
            "valued": int(customer.valued),
            "groups": " ".join(customer.groups),
        }
        self._table.put({"pk": connection_id, **owner, "expires_at": expires, **more})
