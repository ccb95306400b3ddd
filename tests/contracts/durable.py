"""A durable path that tests can look into: what was started, what waits, what it was resumed with."""

import json
import time
from typing import Any, Protocol
from uuid import uuid4

from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.stepfunctions import StepFunctionsWorkflow
from firstcontact.cases.due import EntryPoint
from firstcontact.costs.ports import Metering
from firstcontact.resolution.ports import Workflow

from tests.fakes.systems import FakeWorkflow

PATIENCE = 10  # seconds


class Durable(Protocol):
    """A workflow and what can be seen of it."""

    @property
    def workflow(self) -> Workflow: ...

    def starts(self) -> list[tuple[str, str]]:
        """Case and point of every run."""

    def waiting(self) -> str:
        """The token of a run that waits."""

    def result(self, task_token: str) -> object:
        """What the run that waited was resumed with."""


class DurableFake:
    """The fake, with its handles."""

    def __init__(self) -> None:
        self.workflow = FakeWorkflow()

    def starts(self) -> list[tuple[str, str]]:
        return self.workflow.started

    def waiting(self) -> str:
        return uuid4().hex

    def result(self, task_token: str) -> object:
        return self.workflow.resumed[task_token]


class DurableStates:
    """A state machine whose runs wait for a token that they put into a queue."""

    def __init__(self, meter: Metering) -> None:
        name = f"durable-{uuid4().hex[:12]}"
        self._queue: str = client("sqs").create_queue(QueueName=name)["QueueUrl"]
        machine = client("stepfunctions").create_state_machine(
            name=name, definition=json.dumps(_definition(self._queue)), roleArn=_role(name)
        )
        self._arn: str = machine["stateMachineArn"]
        self._runs: dict[str, str] = {}
        self.workflow = StepFunctionsWorkflow(self._arn, meter)

    def executions(self) -> list[str]:
        """The ARN of every run."""
        found = client("stepfunctions").list_executions(stateMachineArn=self._arn)["executions"]
        return [run["executionArn"] for run in found]

    def describe(self, execution: str) -> dict[str, Any]:
        """What Step Functions knows of a run."""
        return dict(client("stepfunctions").describe_execution(executionArn=execution))

    def starts(self) -> list[tuple[str, str]]:
        inputs = [json.loads(self.describe(execution)["input"]) for execution in self.executions()]
        return [(given["case_id"], given["begin"]) for given in inputs]

    def waiting(self) -> str:
        self.workflow.start(f"case_{uuid4().hex}", EntryPoint.REVIEW)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for message in client("sqs").receive_message(QueueUrl=self._queue).get("Messages", ()):
                said = json.loads(message["Body"])
                self._runs[said["token"]] = said["execution"]
                return str(said["token"])
            time.sleep(0.01)
        raise AssertionError("nothing waits")

    def result(self, task_token: str) -> object:
        return json.loads(self.ended(self._runs[task_token])["output"])

    def ended(self, execution: str) -> dict[str, Any]:
        """The run as it is once it ended."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            run = self.describe(execution)
            if run["status"] != "RUNNING":
                return run
            time.sleep(0.01)
        raise AssertionError("the run does not end")


def _definition(queue: str) -> dict[str, Any]:
    asked = {"token.$": "$$.Task.Token", "execution.$": "$$.Execution.Id"}
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": queue, "MessageBody": asked},
        "End": True,
    }
    return {"StartAt": "Look", "States": {"Look": {"Type": "Pass", "Next": "Ask"}, "Ask": ask}}


def _role(name: str) -> str:
    identity = client("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = identity.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]
    allowed = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    identity.put_role_policy(RoleName=name, PolicyName="ask", PolicyDocument=policy)
    return str(role["Arn"])
