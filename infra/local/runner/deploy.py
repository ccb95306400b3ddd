"""Deploys an assembly to the emulator without the CDK command: assets, then one stack after another.

The emulator's UpdateStack replaces the code, layers and configuration of functions in place, as AWS does, so a
changed template works with kept state; a test checks this. It cannot resume: an interrupted operation stays in
progress forever, and is reported with its remedy.
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.local.runner import assets
from infra.local.runner.clients import client
from infra.local.runner.failure import RunnerFailure

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_ssm import SSMClient

_INLINE_LIMIT = 51_200
_BOOTSTRAP_VERSION = "/cdk-bootstrap/hnb659fds/version"
_NEVER_CREATED = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")


class Deployer:
    """Updates the stacks of one assembly on one emulator."""

    def __init__(self, assembly: Path, endpoint: str) -> None:
        self._assembly, self._endpoint = assembly, endpoint
        self._formation: CloudFormationClient = client("cloudformation", endpoint)
        self._s3: S3Client = client("s3", endpoint)
        self._ssm: SSMClient = client("ssm", endpoint)

    def deploy(self, stacks: list[str], say: Callable[[str], None]) -> dict[str, str]:
        """Deploy stacks in the given order; return the merged outputs of all."""
        self._ssm.put_parameter(Name=_BOOTSTRAP_VERSION, Value="30", Type="String", Overwrite=True)
        outputs: dict[str, str] = {}
        for stack in stacks:
            say(stack)
            outputs |= self._bring_up_to_date(stack)
        assets.drop_unused([file for stack in stacks for file in assets.of_stack(self._assembly, stack)], self._s3)
        return outputs

    def _bring_up_to_date(self, name: str) -> dict[str, str]:
        files = list(assets.of_stack(self._assembly, name))
        assets.send_missing(files, self._s3)
        request: dict[str, Any] = {"StackName": name, **self._template(name, files)}
        request["Capabilities"] = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
        found = self._describe(name)
        if found and found["StackStatus"] in _NEVER_CREATED:
            self._formation.delete_stack(StackName=name)
            self._settled(name)
            found = None
        if found and found["StackStatus"].endswith("IN_PROGRESS"):
            raise RunnerFailure(
                f"stack {name} was interrupted ({found['StackStatus']}): run `make reset`, then `make up`"
            )
        if found is None:
            self._formation.create_stack(**request)
        elif not self._update(request):
            return _outputs(found)
        stack = self._settled(name)
        if stack is None or stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise RunnerFailure(self._why(name, stack["StackStatus"] if stack else "missing"))
        return _outputs(stack)

    def _template(self, name: str, files: list[assets.Asset]) -> dict[str, Any]:
        """Pass a template inline, or by its URL if it is too long."""
        path = self._assembly / f"{name}.template.json"
        if path.stat().st_size <= _INLINE_LIMIT:
            return {"TemplateBody": path.read_text()}
        own = next((file for file in files if file.source.name == path.name), None)
        if own is None:
            own = assets.Asset(path, zipped=False, bucket="long-templates", key=path.name)
            self._s3.create_bucket(Bucket=own.bucket)
            self._s3.put_object(Bucket=own.bucket, Key=own.key, Body=own.content())
        return {"TemplateURL": f"{self._endpoint}/{own.bucket}/{own.key}"}

    def _update(self, request: Mapping[str, Any]) -> bool:
        """Start an update; return whether there was anything to update."""
        try:
            self._formation.update_stack(**request)
        except ClientError as error:
            if "No updates are to be performed" in error.response["Error"].get("Message", ""):
                return False
            raise
        return True

    def _describe(self, name: str) -> "StackTypeDef | None":
        try:
            stack = self._formation.describe_stacks(StackName=name)["Stacks"][0]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ValidationError":
                return None
            raise
        return None if stack["StackStatus"] == "DELETE_COMPLETE" else stack

    def _settled(self, name: str) -> "StackTypeDef | None":
        """Wait until no operation is in progress."""
        while (stack := self._describe(name)) and stack["StackStatus"].endswith("IN_PROGRESS"):
            time.sleep(0.1)
        return stack

    def _why(self, name: str, status: str) -> str:
        """The resources that failed, the first cause first."""
        events = self._formation.describe_stack_events(StackName=name)["StackEvents"]
        failed = [event for event in reversed(events) if event.get("ResourceStatus", "").endswith("FAILED")]
        lines = [
            f"{event['LogicalResourceId']} ({event['ResourceType']}): {event.get('ResourceStatusReason') or '?'}"
            for event in failed
            if event["LogicalResourceId"] != name
        ]
        return f"stack {name} ended {status}: " + ("; ".join(lines) or "the emulator gave no reason")


def _outputs(stack: "StackTypeDef") -> dict[str, str]:
    """A stack's outputs, without the exports for other stacks."""
    return {
        output["OutputKey"]: output["OutputValue"]
        for output in stack.get("Outputs", [])
        if not output["OutputKey"].startswith("ExportsOutput")
    }
