"""Many files of documents at once, while the suite runs."""

import json
from typing import Any

import pytest

from infra.local.runner.clients import client
from tests.e2e.suite import Suite, eventually

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker
PREFIX = "documents/bulk-test/"
FILES, OF_EACH = 5, 4


def test_a_bulk_ingestion_reads_every_file_checks_it_and_can_be_started_again(suite: Suite) -> None:
    bucket, s3 = suite.outputs["KnowledgeBucket"], client("s3", suite.endpoint)
    for number in range(FILES):
        lines = (_ticket(f"bulk-{number}-{line}") for line in range(OF_EACH))
        s3.put_object(Bucket=bucket, Key=f"{PREFIX}{number}.jsonl", Body="\n".join(lines).encode())
    for _ in range(2):
        done = _run(suite, {"prefix": PREFIX})
        assert done["status"] == "SUCCEEDED", done
        assert json.loads(done["output"]) == {"files": FILES, "documents": FILES * OF_EACH, "found": 0}
    for number in range(FILES):
        s3.delete_object(Bucket=bucket, Key=f"{PREFIX}{number}.jsonl")


def _ticket(name: str) -> str:
    return json.dumps({"id": name, "text": f"Customer: Is {name} known?\n\nAgent: It is, under {name}."})


def _run(suite: Suite, given: dict[str, str]) -> dict[str, Any]:
    states = client("stepfunctions", suite.endpoint)
    started = states.start_execution(stateMachineArn=suite.outputs["BulkWorkflowArn"], input=json.dumps(given))

    def ended() -> dict[str, Any] | None:
        found: dict[str, Any] = dict(states.describe_execution(executionArn=started["executionArn"]))
        return None if found["status"] == "RUNNING" else found

    return eventually(ended, "the bulk ingestion ends", 120)
