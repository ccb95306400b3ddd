"""The templates and the workflows as an emulator takes them: deployed unchanged, with the functions played."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.app import ROOT
from infra.local.runner.deploy import Deployer
from infra.local.runner.home import Home
from infra.local.runner.worker import ensure_worker
from tests.emulator.conftest import Emulator
from tests.infra.conftest import Synthesize, source_of

PLAYED = """
SAYS = {"guard_message": "route", "route_intent": "retrieve", "retrieve_knowledge": "draft", "draft_reply": "gate",
        "gate_reply": "send", "take_action": "send", "send_reply": "record", "verify_claim": "person"}

class Unknown(Exception):
    pass

def handler(event, context):
    if event.get("case_id", "").startswith("case_" + NAME):
        raise Unknown("told to fail")
    return {"next": SAYS.get(NAME, "record"), "reason": "said " + NAME, "given": event}
"""


class Deployed:
    """The suite on an emulator, with played functions and nobody reading the review queue."""

    def __init__(self, emulator: Emulator, assembly: Path) -> None:
        stacks = json.loads((assembly / "laptop.json").read_text())["stacks"]
        self.outputs = Deployer(assembly, emulator.url).deploy(stacks, lambda _: None)
        self.states, self.queues = emulator.client("stepfunctions"), emulator.client("sqs")
        self.objects, self.functions = emulator.client("s3"), emulator.client("lambda")
        self.emulator = emulator
        for mapping in self.functions.list_event_source_mappings()["EventSourceMappings"]:
            self.functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)

    def start(self, case_id: str, begin: str) -> str:
        given = json.dumps({"case_id": case_id, "begin": begin})
        machine = self.outputs["ResolutionWorkflowArn"]
        return str(self.states.start_execution(stateMachineArn=machine, input=given)["executionArn"])

    def end(self, execution: str) -> dict[str, Any]:
        for _ in range(200):
            found: dict[str, Any] = self.states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return found
            time.sleep(0.05)
        raise AssertionError("the execution did not end")

    def read_as(self, function: str, secret: str) -> str:
        """What a function reads of a secret in the name of its role."""
        role = self.functions.get_function_configuration(FunctionName=self.outputs[f"{function}Function"])["Role"]
        keys = self.emulator.client("sts").assume_role(RoleArn=role, RoleSessionName=function)["Credentials"]
        secrets = self.emulator.client(
            "secretsmanager",
            aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"],
            aws_session_token=keys["SessionToken"],
        )
        return str(secrets.get_secret_value(SecretId=secret)["SecretString"])

    def take(self, queue: str) -> dict[str, Any]:
        """The next message of a queue."""
        url = self.outputs[queue]
        for _ in range(10):
            for message in self.queues.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", []):
                self.queues.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                taken: dict[str, Any] = json.loads(message["Body"])
                return taken
        raise AssertionError(f"nothing came to {queue}")

    def decide(self, token: str, word: str) -> None:
        self.states.send_task_success(taskToken=token, output=json.dumps({"next": word, "reason": "decided"}))


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, synthesize: Synthesize) -> Iterator[Deployed]:
    source = source_of(tmp_path_factory.mktemp("played"))
    for handler in source.glob("functions/*/handler.py"):
        handler.write_text(f"NAME = {handler.parent.name!r}\n{PLAYED}")
    python = ensure_worker(Home(Path(os.environ.get("FIRST_CONTACT_HOME", ROOT / ".local"))))
    emulator = Emulator(tmp_path_factory.mktemp("emulator"), python)
    emulator.start()
    try:
        yield Deployed(emulator, synthesize(source=source, secrets={"orders": "acme/orders"}).folder)
    finally:
        emulator.stop()


def test_a_sure_reply_runs_through(deployed: Deployed) -> None:
    ended = deployed.end(deployed.start("case_1", "guard"))
    assert ended["status"] == "SUCCEEDED"
    assert json.loads(ended["output"])["given"]["reason"] == "said gate_reply"


def test_a_step_that_fails_waits_for_a_person_and_goes_on(deployed: Deployed) -> None:
    execution = deployed.start("case_draft_reply", "guard")
    asked = deployed.take("ReviewQueueUrl")
    assert asked["reason"] == "DraftReply failed: Unknown"
    deployed.decide(asked["task_token"], "act")
    given = json.loads(deployed.end(execution)["output"])["given"]
    assert (given["reviewed"], given["failed"]) == (True, False)


def test_a_failure_after_the_review_is_kept_unresolved(deployed: Deployed) -> None:
    execution = deployed.start("case_send_reply", "review")
    deployed.decide(deployed.take("ReviewQueueUrl")["task_token"], "send")
    kept = deployed.take("UnresolvedQueueUrl")
    assert kept == {"case_id": "case_send_reply", "reason": "SendReply failed: Unknown"}
    assert json.loads(deployed.end(execution)["output"])["given"]["failed"] is True


def test_an_outcome_that_cannot_be_recorded_is_kept_and_seen(deployed: Deployed) -> None:
    ended = deployed.end(deployed.start("case_record_outcome", "action"))
    assert (ended["status"], ended["error"]) == ("FAILED", "OutcomeUnknown")
    assert deployed.take("UnresolvedQueueUrl")["reason"] == "RecordOutcome failed: Unknown"


def test_an_uploaded_photo_starts_a_claim_that_a_person_decides(deployed: Deployed) -> None:
    key = "claims/case_9/clm_9/0"
    deployed.objects.put_object(Bucket=deployed.outputs["UploadsBucket"], Key=key, Body=b"a photo")
    asked = deployed.take("ReviewQueueUrl")
    assert (asked["case_id"], asked["reason"]) == ("case_9", "said verify_claim")
    (run,) = deployed.states.list_executions(stateMachineArn=deployed.outputs["ClaimWorkflowArn"])["executions"]
    deployed.decide(asked["task_token"], "send")
    assert deployed.end(run["executionArn"])["status"] == "SUCCEEDED"


def test_a_named_secret_is_read_by_the_functions_that_reach_its_system_and_by_no_other(deployed: Deployed) -> None:
    secrets = deployed.emulator.client("secretsmanager")
    secrets.create_secret(Name="acme/orders-2", SecretString="those of another system")
    secrets.create_secret(Name="acme/orders", SecretString="the credentials")
    assert deployed.read_as("TakeAction", deployed.outputs["OrdersSecretArn"]) == "the credentials"
    for function, secret in (("GuardMessage", "acme/orders"), ("TakeAction", "acme/orders-2")):
        with pytest.raises(ClientError, match="AccessDenied"):
            deployed.read_as(function, secret)
