"""Deploying an assembly: what is new is sent and replaced, what is the same is left alone, what fails says why."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.runner import assets
from infra.local.runner.clients import client
from infra.local.runner.deploy import Deployer
from infra.local.runner.failure import RunnerFailure
from tests.emulator.conftest import Emulator

pytestmark = pytest.mark.xdist_group("emulator")
ROLE = "arn:aws:iam::000000000000:role/any"
BUCKET = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"


@pytest.fixture
def own(tmp_path: Path, worker_python: Path) -> Iterator[Emulator]:
    running = Emulator(tmp_path / "home", worker_python)
    running.home.mkdir()
    running.start()
    yield running
    running.stop()


class Assembly:
    """An assembly as the CDK would write it, with one function, one layer and one state machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def write(self, *, code: str = "1", layer: str = "1", answer: str = "1", padding: int = 0, **more: Any) -> None:
        files = {
            "code": {"index.py": f"import word\ndef handler(event, context):\n    return [{code!r}, word.WORD]\n"},
            "layer": {"python/word.py": f"WORD = {layer!r}\n"},
        }
        keys = {}
        for name, content in files.items():
            tree = self.folder / name
            shutil.rmtree(tree, ignore_errors=True)
            for path, text in content.items():
                (tree / path).parent.mkdir(parents=True, exist_ok=True)
                (tree / path).write_text(text)
            keys[name] = f"{name}-{code if name == 'code' else layer}.zip"
        resources = {
            "Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": place(keys["layer"])}},
            "Function": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Runtime": "python3.14",
                    "Handler": "index.handler",
                    "Role": ROLE,
                    "Code": place(keys["code"]),
                    "Layers": [{"Ref": "Layer"}],
                    "Description": "x" * 200,
                },
            },
            "Machine": {
                "Type": "AWS::StepFunctions::StateMachine",
                "Properties": {
                    "RoleArn": ROLE,
                    "DefinitionString": json.dumps(
                        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": answer, "End": True}}}
                    ),
                },
            },
        }
        template = {
            "Description": "First",
            "Metadata": {"padding": "x" * padding},
            "Resources": resources | more,
            "Outputs": {
                "Function": {"Value": {"Ref": "Function"}},
                "Machine": {"Value": {"Ref": "Machine"}},
            },
        }
        (self.folder / "Small.template.json").write_text(json.dumps(template))
        manifest = {
            name: {
                "source": {"path": name, "packaging": "zip"},
                "destinations": {"here": {"bucketName": BUCKET, "objectKey": key}},
            }
            for name, key in keys.items()
        }
        (self.folder / "Small.assets.json").write_text(json.dumps({"files": manifest}))


def place(key: str) -> dict[str, Any]:
    return {"S3Bucket": {"Fn::Sub": BUCKET}, "S3Key": key}


@pytest.fixture
def assembly(tmp_path: Path) -> Assembly:
    return Assembly(tmp_path / "assembly")


def deploy(emulator: Emulator, assembly: Assembly) -> None:
    emulator.outputs = Deployer(assembly.folder, emulator.url).deploy(["Small"], lambda step: None)


def test_a_changed_function_layer_and_workflow_replace_the_old_ones_on_a_kept_state(
    own: Emulator, assembly: Assembly
) -> None:
    assembly.write()
    deploy(own, assembly)
    assert (own.invoke(), own.execute("Machine")["output"]) == (["1", "1"], '"1"')
    own.stop()
    own.start()
    assembly.write(code="2")
    deploy(own, assembly)
    assert own.invoke() == ["2", "1"]
    assembly.write(code="2", layer="2", answer="2")
    deploy(own, assembly)
    assert (own.invoke(), own.execute("Machine")["output"]) == (["2", "2"], '"2"')
    held = client("s3", own.url).list_objects_v2(Bucket="cdk-hnb659fds-assets-000000000000-us-east-1")["Contents"]
    assert {kept["Key"] for kept in held} == {"code-2.zip", "layer-2.zip"}


def test_an_unchanged_assembly_is_sent_and_deployed_once(own: Emulator, assembly: Assembly) -> None:
    assembly.write()
    deploy(own, assembly)
    before = own.outputs
    assert assets.send_missing(list(assets.of_stack(assembly.folder, "Small")), client("s3", own.url)) == 0
    started = time.monotonic()
    deploy(own, assembly)
    assert own.outputs == before
    assert time.monotonic() - started < 2


def test_a_template_too_long_to_send_inline_goes_by_its_address(own: Emulator, assembly: Assembly) -> None:
    assembly.write(padding=60_000)
    deploy(own, assembly)
    assert own.invoke() == ["1", "1"]


def test_a_failed_stack_names_what_failed_and_can_be_deployed_again(own: Emulator, assembly: Assembly) -> None:
    broken = {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": {"FunctionName": "none", "Qualifier": "9"}}
    assembly.write(Broken=broken)
    with pytest.raises(RunnerFailure, match=r"stack Small ended .*Broken \(AWS::Lambda::EventInvokeConfig\): ."):
        deploy(own, assembly)
    assembly.write()
    deploy(own, assembly)
    assert own.invoke() == ["1", "1"]


def test_equal_folders_give_equal_archives(tmp_path: Path) -> None:
    bundles = []
    for name in ("a", "b"):
        folder = tmp_path / name
        (folder / "sub").mkdir(parents=True)
        (folder / "sub" / "file").write_text("same")
        bundles.append(assets.Asset(folder, zipped=True, bucket="", key="").content())
    assert bundles[0] == bundles[1]
