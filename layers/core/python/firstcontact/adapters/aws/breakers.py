"""The vendors' circuits in DynamoDB."""

import time

from firstcontact.adapters.aws.dynamodb import Table
from firstcontact.errors import Conflict
from firstcontact.resilience.records import Circuit

KEEP = 3600  # seconds after which a circuit that nobody changes is deleted


class DynamoBreakers:
    """Implements ``BreakerStore``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, vendor: str) -> Circuit:
        item = self._table.get({"pk": vendor})
        return Circuit(vendor=vendor) if item is None else Circuit.model_validate_json(item["fact"])

    def put(self, circuit: Circuit) -> bool:
        written = circuit.model_copy(update={"version": circuit.version + 1})
        item = {"pk": circuit.vendor, "fact": written.model_dump_json()}
        try:
            self._table.put_version({**item, "expires_at": int(time.time()) + KEEP}, circuit.version)
        except Conflict:
            return False
        return True
