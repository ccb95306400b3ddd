"""The durable case workflow on Step Functions."""

import json

from botocore.exceptions import ClientError

from firstcontact.adapters.aws.clients import client, code, unavailable
from firstcontact.cases.due import EntryPoint, execution_name
from firstcontact.costs.ports import Metering

STARTED = {"ExecutionAlreadyExists"}
UNKNOWN = {"ExecutionDoesNotExist"}
OVER = {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}


class StepFunctionsWorkflow:
    """Implements ``Workflow``. An execution is named after its case, so a repeated start has no effect."""

    def __init__(self, state_machine_arn: str, meter: Metering) -> None:
        self._arn, self._meter = state_machine_arn, meter

    def start(self, case_id: str, begin: EntryPoint, attempt: int = 0) -> None:
        name = execution_name(case_id, begin, attempt)
        asked = json.dumps({"case_id": case_id, "begin": begin})
        with unavailable("the workflow could not be started"):
            try:
                client("stepfunctions").start_execution(stateMachineArn=self._arn, name=name, input=asked)
            except ClientError as error:
                if code(error) not in STARTED:
                    raise

    def is_running(self, execution: str) -> bool:
        if not execution:
            return False
        arn = f"{self._arn.replace(':stateMachine:', ':execution:', 1)}:{execution}"
        with unavailable("the workflow could not be looked at"):
            try:
                found = client("stepfunctions").describe_execution(executionArn=arn)
            except ClientError as error:
                if code(error) not in UNKNOWN:
                    raise
                return False
        return str(found["status"]) == "RUNNING"

    def transitions(self, execution: str) -> int:
        pages = client("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=execution)
        with unavailable("the workflow's history could not be read"):
            return sum(event["type"].endswith("StateEntered") for page in pages for event in page["events"])

    def resume(self, task_token: str, output: dict[str, object]) -> bool:
        with unavailable("the waiting case could not be resumed"):
            try:
                client("stepfunctions").send_task_success(taskToken=task_token, output=json.dumps(output))
            except ClientError as error:
                if code(error) not in OVER:
                    raise
                return False
        return True
