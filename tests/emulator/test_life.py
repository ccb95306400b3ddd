"""What an emulator keeps when it stops, and what it leaves behind: its state, and nothing that runs."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.emulator.conftest import Emulator, deploy, wait_for

pytestmark = pytest.mark.xdist_group("emulator")


@pytest.fixture
def own(tmp_path: Path, worker_python: Path) -> Iterator[Emulator]:
    running = Emulator(tmp_path, worker_python)
    running.start()
    running.outputs = deploy(running)
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop(signal.SIGKILL)


def test_what_was_stored_and_deployed_survives_a_restart(own: Emulator) -> None:
    own.client("s3").put_object(Bucket=own.outputs["Bucket"], Key="kept", Body=b"kept")
    own.client("dynamodb").put_item(TableName=own.outputs["Table"], Item={"pk": {"S": "kept"}})
    layered = own.publish_layer({"python/greeting.py": b"WORD = 'hello'\n"})
    own.stop()
    own.start()
    assert own.client("s3").get_object(Bucket=own.outputs["Bucket"], Key="kept")["Body"].read() == b"kept"
    assert own.client("dynamodb").scan(TableName=own.outputs["Table"])["Count"] == 1
    own.client("lambda").update_function_configuration(FunctionName=own.outputs["Function"], Layers=[layered])
    assert own.invoke(do="import", module="greeting") == ["WORD"]
    assert own.execute("Errors", do="decline")["output"] == '"caught"'


def test_an_execution_that_waits_for_a_person_goes_on_after_a_restart(own: Emulator) -> None:
    worker, execution = own.invoke(), own.begin("Asks")
    token = own.message()["token"]
    own.stop()
    own.start()
    queue = own.client("sqs")
    assert "Messages" not in queue.receive_message(QueueUrl=own.outputs["Queue"], WaitTimeSeconds=1)
    own.client("stepfunctions").send_task_success(taskToken=token, output='"yes"')
    ended = own.ended(execution)
    assert (ended["status"], json.loads(ended["output"])) == ("SUCCEEDED", {"worker": worker, "answer": "yes"})
    with pytest.raises(ClientError, match="TaskDoesNotExist"):
        own.client("stepfunctions").send_task_success(taskToken=token, output='"again"')


def test_a_checkpoint_outlives_a_killed_emulator(own: Emulator) -> None:
    own.client("dynamodb").put_item(TableName=own.outputs["Table"], Item={"pk": {"S": "kept"}})
    assert own.process is not None
    own.process.send_signal(signal.SIGUSR1)
    assert wait_for(lambda: (own.home / "state" / "services" / "stepfunctions.json").exists())
    own.stop(signal.SIGKILL)
    own.start()
    assert own.client("dynamodb").scan(TableName=own.outputs["Table"])["Count"] == 1


def test_objects_without_a_saved_index_are_dropped(own: Emulator) -> None:
    own.stop(signal.SIGKILL)
    own.start()
    assert own.client("s3").list_buckets()["Buckets"] == []
    assert deploy(own)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_emulator(own: Emulator, number: int) -> None:
    worker = own.invoke()
    assert worker in own.descendants()
    stopped = time.monotonic()
    own.stop(number)
    assert wait_for(lambda: own.descendants() == [])
    assert time.monotonic() - stopped < 10


def test_what_was_unpacked_stays_while_it_is_deployed(own: Emulator) -> None:
    own.invoke()
    (own.home / "extracted" / "of-an-older-deployment").mkdir()
    kept = {tree.name for tree in (own.home / "extracted").iterdir()} - {"of-an-older-deployment"}
    own.stop()
    assert {tree.name for tree in (own.home / "extracted").iterdir()} == kept
    assert kept
