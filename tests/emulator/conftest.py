"""One emulator for the tests of its patches, with a small stack in it."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from infra.local.runner.home import Home
from infra.local.runner.worker import ensure_worker

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]


class Emulator:
    """An emulator process of the tests' own."""

    def __init__(self, home: Path, worker_python: Path) -> None:
        self.home, self._python = home, worker_python
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.outputs: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "infra.local.emulator", "--port", str(self.port), "--home", str(self.home)]
        command += ["--worker-python", str(self._python), "--workers-per-function", "3"]
        log = (self.home / "emulator.log").open("ab")
        self.process = subprocess.Popen(command, cwd=REPOSITORY, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((self.home / "emulator.log").read_text())

    def stop(self, number: int = signal.SIGTERM) -> None:
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(timeout=20)

    def client(self, service: str, **credentials: str) -> Any:
        keys = credentials or {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        config = Config(retries={"max_attempts": 1}, max_pool_connections=20)
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            config=config,
            **keys,  # type: ignore[call-overload]
        )

    def invoke(self, **event: Any) -> Any:
        answer = self.client("lambda").invoke(FunctionName=self.outputs["Function"], Payload=json.dumps(event))
        return json.loads(answer["Payload"].read())

    def execute(self, machine: str, **event: Any) -> dict[str, Any]:
        return self.ended(self.begin(machine, **event))

    def begin(self, machine: str, **event: Any) -> str:
        states = self.client("stepfunctions")
        run = states.start_execution(stateMachineArn=self.outputs[machine], input=json.dumps(event))
        return str(run["executionArn"])

    def ended(self, execution: str) -> dict[str, Any]:
        states = self.client("stepfunctions")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found: dict[str, Any] = states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return found
            time.sleep(0.01)
        raise AssertionError("the execution did not end")

    def message(self) -> Any:
        queue = self.client("sqs")
        for _ in range(30):
            found = queue.receive_message(QueueUrl=self.outputs["Queue"], WaitTimeSeconds=1).get("Messages", [])
            for message in found:
                queue.delete_message(QueueUrl=self.outputs["Queue"], ReceiptHandle=message["ReceiptHandle"])
                return json.loads(message["Body"])
        raise AssertionError("no message came")

    def publish_layer(self, files: dict[str, bytes]) -> str:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as bundle:
            for name, data in files.items():
                bundle.writestr(name, data)
        layer = self.client("lambda").publish_layer_version(LayerName="l", Content={"ZipFile": content.getvalue()})
        return str(layer["LayerVersionArn"])

    def descendants(self) -> list[int]:
        """Processes of the emulator's session that still run."""
        assert self.process is not None
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
            except OSError:
                continue
            if int(session) == self.process.pid and state != "Z":
                found.append(int(stat.parent.name))
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def worker_python() -> Path:
    return ensure_worker(Home(Path(os.environ.get("FIRST_CONTACT_HOME", REPOSITORY / ".local"))))


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory, worker_python: Path) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("emulator"), worker_python)
    running.start()
    running.outputs = deploy(running)
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop()


def deploy(emulator: Emulator) -> dict[str, str]:
    template = json.loads((HERE / "template.json").read_text())
    template["Resources"]["Function"]["Properties"]["Code"]["ZipFile"] = (HERE / "function.py").read_text()
    formation = emulator.client("cloudformation")
    formation.create_stack(StackName="Small", TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    formation.get_waiter("stack_create_complete").wait(StackName="Small", WaiterConfig={"Delay": 1})
    return outputs(emulator)


def outputs(emulator: Emulator) -> dict[str, str]:
    described = emulator.client("cloudformation").describe_stacks(StackName="Small")["Stacks"][0]["Outputs"]
    return {output["OutputKey"]: output["OutputValue"] for output in described}


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False
