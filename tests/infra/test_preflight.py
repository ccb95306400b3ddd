"""What an account still needs is said with its remedy, before a deployment finds out."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import NoCredentialsError
from botocore.stub import Stubber
from firstcontact.cli.shop.known import known
from firstcontact.shop.scaffold import new

from infra import preflight
from infra.concurrency import MAX_RESERVED, UNRESERVED
from infra.preflight import Account, Line
from tests.fakes.secrets_manager import FakeSecrets

MODEL = "amazon.nova-lite-v1:0"
AVAILABLE = {
    "modelId": MODEL,
    "agreementAvailability": {"status": "AVAILABLE"},
    "authorizationStatus": "AUTHORIZED",
    "entitlementAvailability": "AVAILABLE",
    "regionAvailability": "AVAILABLE",
}
REGION = "eu-west-1"


class Stubbed:
    """Clients that answer from a script and reach nothing."""

    def __init__(self) -> None:
        session = boto3.Session("id", "secret", region_name=REGION)
        self._clients = {name: session.client(name) for name in ("sts", "ssm", "bedrock", "lambda")}
        self._stubs = {name: Stubber(client) for name, client in self._clients.items()}
        for stub in self._stubs.values():
            stub.activate()
        self.answers("sts", "get_caller_identity", {"Arn": "arn:aws:iam::111122223333:role/deployer"})
        self.answers("ssm", "get_parameter", {"Parameter": {"Value": "30"}})
        self.answers("bedrock", "get_foundation_model_availability", AVAILABLE)
        limits = {"AccountLimit": {"ConcurrentExecutions": 1000}}
        self.answers("lambda", "get_account_settings", limits)

    def answers(self, service: str, operation: str, answer: dict[str, Any]) -> None:
        self._restart(service).add_response(operation, answer)

    def refuses(self, service: str, operation: str, code: str) -> None:
        self._restart(service).add_client_error(operation, code, "said the service")

    def then(self, service: str, operation: str, answer: dict[str, Any]) -> None:
        self._stubs[service].add_response(operation, answer)

    def __call__(self, service: str) -> Any:
        return self._clients[service]

    def _restart(self, service: str) -> Stubber:
        self._stubs[service].deactivate()
        self._stubs[service] = Stubber(self._clients[service])
        self._stubs[service].activate()
        return self._stubs[service]


@pytest.fixture
def clients() -> Stubbed:
    return Stubbed()


def needs(clients: Callable[[str], Any], *, region: str | None = REGION, model: str = MODEL) -> dict[str, Line]:
    return {line.need: line for line in Account(clients, region, [REGION]).needs(model)}


def test_a_ready_account_lacks_nothing(clients: Stubbed) -> None:
    found = needs(clients)
    assert list(found) == ["credentials", "CDK bootstrap", "Bedrock model", "Lambda concurrency", "Rekognition"]
    assert all(line.met for line in found.values())
    assert all(str(line).startswith("ok") for line in found.values())


def test_without_credentials_nothing_else_is_asked() -> None:
    def clients(service: str) -> Any:
        raise NoCredentialsError

    assert list(needs(clients)) == ["credentials"]
    assert "sign in" in str(needs(clients)["credentials"])


def test_without_a_region_nothing_is_asked(clients: Stubbed) -> None:
    assert list(needs(clients, region=None)) == ["region"]


@pytest.mark.parametrize("version", ["5", None])
def test_an_old_or_missing_bootstrap_is_to_be_made(clients: Stubbed, version: str | None) -> None:
    if version:
        clients.answers("ssm", "get_parameter", {"Parameter": {"Value": version}})
    else:
        clients.refuses("ssm", "get_parameter", "ParameterNotFound")
    assert "cdk bootstrap" in str(needs(clients)["CDK bootstrap"])


def test_a_model_without_access_is_to_be_opened(clients: Stubbed) -> None:
    clients.answers(
        "bedrock", "get_foundation_model_availability", AVAILABLE | {"authorizationStatus": "NOT_AUTHORIZED"}
    )
    line = needs(clients)["Bedrock model"]
    assert not line.met
    assert "Model access" in str(line)


def test_an_inference_profile_stands_for_the_model_it_calls(clients: Stubbed) -> None:
    profile = {
        "inferenceProfileName": "p",
        "inferenceProfileArn": f"arn:aws:bedrock:{REGION}:111122223333:inference-profile/eu.{MODEL}",
        "models": [{"modelArn": f"arn:aws:bedrock:{REGION}::foundation-model/{MODEL}"}],
        "inferenceProfileId": f"eu.{MODEL}",
        "status": "ACTIVE",
        "type": "SYSTEM_DEFINED",
    }
    clients.answers("bedrock", "get_inference_profile", profile)
    clients.then("bedrock", "get_foundation_model_availability", AVAILABLE)
    assert needs(clients, model=f"eu.{MODEL}")["Bedrock model"].met


def test_a_new_account_asks_for_more_concurrency(clients: Stubbed) -> None:
    clients.answers("lambda", "get_account_settings", {"AccountLimit": {"ConcurrentExecutions": 10}})
    line = needs(clients)["Lambda concurrency"]
    assert not line.met
    assert "L-B99A9384" in str(line)


@pytest.mark.parametrize(("limit", "met"), [(899, False), (900, True), (1000, True)])
def test_an_account_that_reserves_concurrency_needs_room_for_it(clients: Stubbed, limit: int, met: bool) -> None:
    clients.answers("lambda", "get_account_settings", {"AccountLimit": {"ConcurrentExecutions": limit}})
    account = Account(clients, REGION, [REGION], MAX_RESERVED + UNRESERVED)
    (line,) = [line for line in account.needs(MODEL) if line.need == "Lambda concurrency"]
    assert line.met is met
    assert "RESERVE=no" in line.remedy


def test_a_check_that_is_not_allowed_counts_as_missing(clients: Stubbed) -> None:
    clients.refuses("lambda", "get_account_settings", "AccessDeniedException")
    assert "AccessDeniedException" in str(needs(clients)["Lambda concurrency"])


def test_a_region_without_rekognition_is_said(clients: Stubbed) -> None:
    (*_, line) = Account(clients, REGION, ["us-east-1"]).needs(MODEL)
    assert not line.met
    assert "claim photos" in str(line)


def test_anything_missing_ends_the_command_with_one(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    lines = [Line("credentials", True, "you", ""), Line("CDK bootstrap", False, "version 5", "run it")]
    monkeypatch.setattr(Account, "needs", lambda self, *models: iter(lines))
    assert preflight.main(["--cdk", sys.executable]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"ok       cdk command: {sys.executable}",
        "ok       credentials: you",
        "missing  CDK bootstrap: version 5",
        "         → run it",
    ]


def test_a_secret_that_the_shop_names_and_the_account_lacks_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new(tmp_path / "shop", "Acme", known())
    (tmp_path / "shop/connectors.toml").write_text('orders = "shopfront"\n[secrets]\norders = "acme/orders"\n')
    session = SimpleNamespace(
        region_name=REGION, get_available_regions=lambda _: [REGION], client=lambda _: FakeSecrets()
    )
    monkeypatch.setattr(boto3, "Session", lambda **_: session)
    credentials = Line("credentials", True, "you", "")
    monkeypatch.setattr(Account, "needs", lambda self, *models: iter([credentials]))
    command = ["--cdk", sys.executable, "--shop", str(tmp_path / "shop")]
    assert preflight.main(command) == 1
    assert (
        capsys.readouterr().out.splitlines()[-1].startswith('connectors.toml:3: the secret "acme/orders" of orders')
    )

    session.client = lambda _: FakeSecrets("acme/orders")
    assert preflight.main(command) == 0
    monkeypatch.setattr(Account, "needs", lambda self, *models: iter([credentials._replace(met=False)]))
    session.client = lambda _: FakeSecrets()
    capsys.readouterr()
    assert preflight.main(command) == 1
    assert "connectors.toml" not in capsys.readouterr().out


def test_a_command_that_is_not_there_is_said_before_anything_is_built() -> None:
    line = preflight.tool("no-such-cdk --quiet")
    assert not line.met
    assert "npm install -g aws-cdk" in str(line)


def test_deploying_looks_at_the_account_first() -> None:
    makefile = (Path(preflight.__file__).parents[1] / "Makefile").read_text()
    recipe = makefile.split("\ndeploy:")[1].split("\n\n")[0]
    assert recipe.index("infra.preflight") < recipe.index("synth") < recipe.index("deploy --app")
