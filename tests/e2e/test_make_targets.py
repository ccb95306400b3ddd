"""Every target of the Makefile's help runs, each on the smallest input it takes, and prints a result."""

import json
import os
import re
import signal
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from firstcontact.gate.calibration import Calibration
from firstcontact.gate.features import FEATURE_NAMES

from infra import openapi, workflows
from layers.models.sources import GATE
from tests import built, makefile
from tests.makefile import make, options

# On one worker: they share what they build, and some need the suite.
pytestmark = pytest.mark.xdist_group("suite")


class Run(NamedTuple):
    """A target, what it prints, and on what it is run."""

    target: str
    prints: str
    variables: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


ALONE = (
    Run("help", r"^ +make up +start the suite"),
    Run("models", r"\.local/build/models/[0-9a-f]{16}$"),
    Run("lint", r"^nag: .* 0 errors$", ("SEARCHES=embedded",)),
    Run("test", r"^\d+ passed", ("-o", "check"), ("tests/emulator/test_bootstrap.py",)),  # lint has just checked
    Run("bench-router", r"^accuracy +\d\.\d{3}", options=("--smallest",)),
    Run("bench-search", r"^ingest ÷ encoder alone +\d", options=("--smallest",)),
    Run("bench-text", r"^\d+ pairs, of which \d+ take .*; 0 grow too fast$", options=("--smallest",)),
    Run("eval-search", r"^demo +together +\d", options=("--smallest",)),
)
ON_THE_SUITE = (
    Run("status", r"^chat +http://"),
    Run("tokens", r'^ +"customer": "ey'),
    Run("invoke", r'^ +"statusCode": 20', ("F=chat", "E=message")),
    Run("bench", r"^inference \+ models +\d", options=("--smallest",)),
)
BY_THEMSELVES = {"adapt", "deploy", "gate", "logs", "openapi", "synth", "workflows"}  # tested below, a function each
BY_THE_FIXTURE = {"reset", "up", "down"}  # that boots the suite
STEPS = {"environment", "check", "layers"}  # of other targets, so help leaves them out


@pytest.fixture(autouse=True)
def models() -> Path:
    return built.models()


@pytest.mark.parametrize("run", ALONE, ids=lambda run: run.target)
def test_a_target_prints_its_result(run: Run) -> None:
    printed = make(run.target, *run.variables, options(*run.options))
    assert re.search(run.prints, printed, re.MULTILINE), printed


@pytest.mark.suite
@pytest.mark.parametrize("run", ON_THE_SUITE, ids=lambda run: run.target)
def test_a_target_prints_its_result_about_the_running_suite(run: Run, home: Path) -> None:
    printed = make(run.target, *run.variables, options("--home", home, *run.options))
    assert re.search(run.prints, printed, re.MULTILINE), printed


@pytest.mark.suite
def test_logs_are_shown_until_they_are_interrupted(home: Path) -> None:
    following = subprocess.Popen(
        makefile.command("logs", options("--home", home)),
        cwd=makefile.REPOSITORY,
        env=makefile.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert following.stdout
    first = following.stdout.readline()
    os.killpg(following.pid, signal.SIGINT)
    rest, _ = following.communicate(timeout=20)
    assert re.match(r"[\w-]+ \| ", first), first + rest
    assert "Traceback" not in rest


def test_the_templates_for_aws_are_written(tmp_path: Path) -> None:
    make("synth", f"OUT={tmp_path}")
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert {"FirstContactData", "FirstContactSuite", "FirstContactEdge"} <= manifest["artifacts"].keys()


def test_without_credentials_a_deployment_ends_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    nowhere = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    printed = make("deploy", "CDK=false", code=2, AWS_REGION="eu-west-1", AWS_EC2_METADATA_DISABLED="true", **nowhere)
    assert re.search(r"^missing +credentials: .*\n +→ sign in: ", printed, re.MULTILINE), printed
    assert "deploy --app" not in printed


def test_the_encoder_is_taught(tmp_path: Path) -> None:
    changes = tmp_path / "changes.npz"
    assert f"{changes}: 2 lessons" in make("adapt", options("--lessons", "2", "--out", changes))
    assert changes.stat().st_size


def test_a_gate_is_fitted(tmp_path: Path) -> None:
    printed = make("gate", options("--shop", "velomere", "--out", tmp_path))
    assert f"{tmp_path / GATE.name}: threshold " in printed
    fitted = Calibration.model_validate_json((tmp_path / GATE.name).read_text())
    assert fitted.features == FEATURE_NAMES
    assert fitted.guarantee.samples >= 100


def test_the_api_is_described(tmp_path: Path) -> None:
    out = tmp_path / "openapi.json"
    assert str(out) in make("openapi", options("--out", out))
    assert json.loads(out.read_text()) == openapi.document()


def test_the_workflows_are_rendered(tmp_path: Path) -> None:
    make("workflows", options("--out", tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.asl.json" for name in workflows.DEFINITIONS}


def test_every_target_in_help_is_run_here() -> None:
    helped = set(re.findall(r"^ +make ([a-z-]+) ", make("help"), re.MULTILINE))
    run = {run.target for run in (*ALONE, *ON_THE_SUITE)} | BY_THEMSELVES | BY_THE_FIXTURE
    assert run == helped


def test_every_target_has_its_help_or_is_a_step_of_others() -> None:
    helped = set(re.findall(r"^([a-z-]+):.*## \S", makefile.TEXT, re.MULTILINE))
    assert makefile.phony() == helped | STEPS
    assert makefile.phony() == makefile.rules()
    assert not helped & STEPS
