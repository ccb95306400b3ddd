"""Repeats the records of a table's stream that a function could not handle.

The emulator ignores the ``batchItemFailures`` of a function that reads a stream. Here a batch with failures is
repeated, and a record that failed more often than ``MaximumRetryAttempts`` allows goes to the failure destination.
AWS would repeat the batch only from its first failure on; consumers must tolerate both.
"""

import json
from collections import Counter
from typing import Any

from ministack.services import lambda_svc

_FROM_A_STREAM = "aws:dynamodb"


def repeat_failed_records() -> None:
    """Patch the invocation of functions, as the poller of streams uses it."""
    execute = lambda_svc._execute_function
    attempts: Counter[str] = Counter()

    def execute_reading(function: Any, event: Any, *given: Any, **named: Any) -> Any:
        result = execute(function, event, *given, **named)
        records = event.get("Records") if isinstance(event, dict) else None
        if not records or records[0].get("eventSource") != _FROM_A_STREAM or result.get("error"):
            return result
        failed = [record for record in records if _number(record) in _failures(result)]
        attempts.update(map(_number, failed))
        mapping = _mapping(function, records[0]["eventSourceARN"])
        allowed = int(mapping.get("MaximumRetryAttempts", -1))
        if any(allowed < 0 or attempts[_number(record)] <= allowed for record in failed):
            return {**result, "error": True, "body": {"errorType": "BatchItemFailures"}}
        for record in failed:
            del attempts[_number(record)]
            lambda_svc._send_ddb_stream_failure_record(
                mapping, function, [record], record["eventSourceARN"], result, "RetryAttemptsExhausted"
            )
        return result

    lambda_svc._execute_function = execute_reading


def _number(record: Any) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _failures(result: Any) -> set[str]:
    body = result.get("body")
    if isinstance(body, str | bytes):
        body = json.loads(body or "{}")
    failures = body.get("batchItemFailures", ()) if isinstance(body, dict) else ()
    return {str(failure["itemIdentifier"]) for failure in failures}


def _mapping(function: Any, source: str) -> Any:
    name = (function.get("config") or function)["FunctionName"]
    found = (esm for _, _, esm in lambda_svc._iter_all_esms())
    return next((esm for esm in found if (esm["FunctionName"], esm["EventSourceArn"]) == (name, source)), {})
