"""``python -m infra.preflight [--model ID] [--cdk COMMAND] [--shop DIR]``: what is missing before a deployment.

Prints one line per requirement, ``ok`` or ``missing`` with the remedy, and one per secret that the shop names and the
account lacks; exit code 1 if anything is missing. Changes nothing.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from firstcontact.cli.shop.secrets import missing_secrets
from firstcontact.shop.findings import Fault

from infra.concurrency import MAX_RESERVED, SMALL_ACCOUNT, UNRESERVED
from infra.local.loader import folder
from infra.local.runner.failure import RunnerFailure
from infra.model_id import DEFAULT_MODEL, STRONG_MODEL

BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"
BOOTSTRAP_VERSION = 6
GRANTED = {
    "authorizationStatus": "AUTHORIZED",
    "entitlementAvailability": "AVAILABLE",
    "regionAvailability": "AVAILABLE",
}
Clients = Callable[[str], Any]


class Line(NamedTuple):
    """The result of one check: whether it passed, what was found, and the remedy if it failed."""

    need: str
    met: bool
    seen: str
    remedy: str

    def __str__(self) -> str:
        if self.met:
            return f"ok       {self.need}: {self.seen}"
        return f"missing  {self.need}: {self.seen}\n         → {self.remedy}"


def tool(command: str) -> Line:
    """The deployment command; it is a Node.js program, so it cannot be a Python dependency."""
    found = shutil.which((command.split() or [""])[0])
    remedy = "`npm install -g aws-cdk`, or use another command: `make deploy CDK='npx aws-cdk@2'`"
    return Line("cdk command", found is not None, found or f"{command!r} was not found", remedy)


class Account:
    """The AWS account of the current credentials, in one region."""

    def __init__(
        self, clients: Clients, region: str | None, rekognition_regions: list[str], concurrency: int = SMALL_ACCOUNT
    ) -> None:
        self._clients, self._region, self._rekognition = clients, region, rekognition_regions
        self._concurrent = concurrency

    def needs(self, *models: str) -> Iterator[Line]:
        """All requirements in order; without credentials, the remaining checks are skipped."""
        if not self._region:
            yield Line("region", False, "none is set", "export AWS_REGION, or set a region in your profile")
            return
        credentials = self._seen("credentials", "sign in: `aws sso login`, or export a profile", self._identity)
        yield credentials
        if not credentials.met:
            return
        bootstrap = f"run `cdk bootstrap` for {self._region}, with a current CDK"
        yield self._seen("CDK bootstrap", bootstrap, self._bootstrap)
        for model in models:
            access = f"open {model} under Bedrock > Model access in {self._region}, or choose another (--help)"
            yield self._seen("Bedrock model", access, partial(self._model, model))
        quota = f"request in Service Quotas: {self._concurrent} Lambda concurrent executions (L-B99A9384)"
        if self._concurrent > SMALL_ACCOUNT:
            quota += "; or reserve none: `make deploy RESERVE=no`"
        yield self._seen("Lambda concurrency", quota, self._concurrency)
        elsewhere = "deploy to a region that has Rekognition, which reads claim photos"
        known = self._region in self._rekognition
        yield Line("Rekognition", known, self._region if known else f"not in {self._region}", elsewhere)

    def _identity(self) -> tuple[bool, str]:
        return True, str(self._clients("sts").get_caller_identity()["Arn"])

    def _bootstrap(self) -> tuple[bool, str]:
        version = int(self._clients("ssm").get_parameter(Name=BOOTSTRAP)["Parameter"]["Value"])
        return version >= BOOTSTRAP_VERSION, f"version {version}"

    def _model(self, model: str) -> tuple[bool, str]:
        bedrock = self._clients("bedrock")
        if model.split(".")[0] in ("us", "eu", "apac", "global", "us-gov", "jp", "au", "ca"):
            profile = bedrock.get_inference_profile(inferenceProfileIdentifier=model)
            if profile["status"] != "ACTIVE":
                return False, f"the profile is {profile['status']}"
            model = profile["models"][0]["modelArn"].split("/")[-1]
        found = bedrock.get_foundation_model_availability(modelId=model)
        lacking = [name for name, wanted in GRANTED.items() if found[name] != wanted]
        return not lacking, f"{model} lacks {', '.join(lacking)}" if lacking else model

    def _concurrency(self) -> tuple[bool, str]:
        limit = int(self._clients("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"])
        return limit >= self._concurrent, f"limit {limit}"

    @staticmethod
    def _seen(need: str, remedy: str, look: Callable[[], tuple[bool, str]]) -> Line:
        """Run a check; an AWS error counts as missing, with the error as the reason."""
        try:
            met, seen = look()
        except (BotoCoreError, ClientError) as error:
            return Line(need, False, str(error), remedy)
        return Line(need, met, seen, remedy)


def main(arguments: list[str] | None = None) -> int:
    """Check the account of this shell."""
    parser = argparse.ArgumentParser(prog="python -m infra.preflight", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--model", default=os.environ.get("DRAFT_MODEL_ID", DEFAULT_MODEL), help="the model for drafts"
    )
    parser.add_argument(
        "--strong-model", default=os.environ.get("STRONG_MODEL_ID", STRONG_MODEL), help="the model for hard drafts"
    )
    parser.add_argument("--cdk", default="cdk", help="the CDK command (default: %(default)s)")
    parser.add_argument("--shop", help="the shop's folder, or the name of an included shop: checks its secrets")
    parser.add_argument(
        "--reserve", choices=("yes", "no"), default="yes", help="whether functions reserve concurrency (default: yes)"
    )
    given = parser.parse_args(arguments)
    concurrency = MAX_RESERVED + UNRESERVED if given.reserve == "yes" else SMALL_ACCOUNT
    session: Any = boto3.Session(region_name=os.environ.get("AWS_REGION"))  # boto3 reads only AWS_DEFAULT_REGION
    account = Account(session.client, session.region_name, session.get_available_regions("rekognition"), concurrency)
    lines = [tool(given.cdk), *account.needs(given.model, given.strong_model)]
    for line in lines:
        print(line)
    faults: list[Fault] = []
    if given.shop and any(line.need == "credentials" and line.met for line in lines):
        try:
            faults = [*missing_secrets(folder.read(folder.find(given.shop)), session.client("secretsmanager"))]
        except RunnerFailure as failure:
            print(f"error: {failure}", file=sys.stderr)
            return 2
    for fault in faults:
        print(fault)
    return 0 if all(line.met for line in lines) and not faults else 1


if __name__ == "__main__":
    sys.exit(main())
