"""What an emulator keeps when it stops, and what it leaves behind: its state, and nothing that runs."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from infra.local.emulator.saved_addresses import use_port
from tests.emulator.conftest import Emulator, deploy, free_port, outputs, wait_for

pytestmark = pytest.mark.xdist_group("emulator")


@pytest.fixture
def own(tmp_path: Path, worker_python: Path) -> Iterator[Emulator]:
    running = Emulator(tmp_path, worker_python)
    running.start()
    running.outputs = deploy(running)
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop(signal.SIGKILL)


def move(emulator: Emulator) -> None:
    """Stop the emulator and start it on another port."""
    emulator.stop()
    emulator.port = free_port()
    emulator.start()


def consumed(emulator: Emulator, queue: str, body: str) -> bool:
    """Whether a function takes a message from a queue."""
    emulator.client("sqs").send_message(QueueUrl=queue, MessageBody=body)
    return wait_for(lambda: left(emulator, queue) == 0)


def left(emulator: Emulator, queue: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = emulator.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
    return sum(int(count) for count in found.values())


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


def test_queues_work_after_a_restart_on_another_port(own: Emulator) -> None:
    execution, token = own.begin("Asks"), own.message()["token"]
    former = own.port
    move(own)
    own.outputs = outputs(own)
    assert own.outputs["Queue"].startswith(f"http://localhost:{own.port}/")
    assert own.invoke(do="variable", name="QUEUE") == own.outputs["Queue"]
    own.client("stepfunctions").send_task_success(taskToken=token, output='"yes"')
    assert own.ended(execution)["status"] == "SUCCEEDED"
    own.begin("Asks")
    assert own.message()["token"]
    own.stop()
    kept = [path for path in (own.home / "state").rglob("*.json") if f":{former}" in path.read_text()]
    assert kept == []


def test_a_queue_invokes_its_function_after_a_restart_on_another_port(own: Emulator) -> None:
    queue = own.client("sqs")
    arn = queue.get_queue_attributes(QueueUrl=own.outputs["Queue"], AttributeNames=["QueueArn"])
    own.client("lambda").create_event_source_mapping(
        EventSourceArn=arn["Attributes"]["QueueArn"], FunctionName=own.outputs["Function"]
    )
    assert consumed(own, own.outputs["Queue"], "before")
    move(own)
    assert consumed(own, outputs(own)["Queue"], "after")


def test_a_state_that_moved_keeps_its_customers_words(tmp_path: Path) -> None:
    services = tmp_path / "services"
    services.mkdir()
    (services / "sqs.json").write_text('{"url": "http://localhost:4566/000000000000/Reviews"}')
    (services / "dynamodb.json").write_text('{"text": "see http://localhost:45660/ and localhost:3000"}')
    use_port(services, 4600)
    assert "http://localhost:4600/" in (services / "sqs.json").read_text()
    assert (services / "dynamodb.json").read_text() == '{"text": "see http://localhost:45660/ and localhost:3000"}'


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
