"""Each patch of the emulator, tested on a running one: an upgrade that breaks a patch fails here."""

import json
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.emulator.version import WrongVersion, require_pinned
from tests.emulator.conftest import Emulator, wait_for

pytestmark = pytest.mark.xdist_group("emulator")


def test_another_release_of_the_emulator_is_refused_in_one_line() -> None:
    with pytest.raises(WrongVersion, match=r"must be ministack 1\.5\.33, found 1\.5\.34"):
        require_pinned("1.5.34")


def test_a_retry_that_names_an_exception_matches_it(emulator: Emulator) -> None:
    assert emulator.execute("Errors", do="busy once")["status"] == "SUCCEEDED"


def test_a_catch_that_names_an_exception_matches_it(emulator: Emulator) -> None:
    assert emulator.execute("Errors", do="decline")["output"] == '"caught"'


def test_a_silent_callback_task_times_out_by_its_heartbeat(emulator: Emulator) -> None:
    ended = emulator.execute("Waits")
    assert (ended["status"], ended["error"]) == ("FAILED", "States.HeartbeatTimeout")


def test_a_warm_invocation_costs_little_more_than_any_other_call(emulator: Emulator) -> None:
    warm = median_seconds(emulator, "invoke")
    assert warm < 8 * median_seconds(emulator, "list") + 0.01


def test_an_execution_starts_without_a_pause(emulator: Emulator) -> None:
    assert median_seconds(emulator, "execute") < 12 * median_seconds(emulator, "list") + 0.03


def test_a_policy_that_asks_for_tls_lets_the_loopback_in(emulator: Emulator) -> None:
    objects = as_function(emulator, "s3")
    objects.put_object(Bucket=emulator.outputs["Bucket"], Key="a", Body=b"1")
    assert objects.get_object(Bucket=emulator.outputs["Bucket"], Key="a")["Body"].read() == b"1"


def test_a_function_may_do_what_its_role_grants_and_nothing_else(emulator: Emulator) -> None:
    table = as_function(emulator, "dynamodb")
    table.put_item(TableName=emulator.outputs["Table"], Item={"pk": {"S": "granted"}})
    with pytest.raises(ClientError, match="AccessDenied"):
        table.scan(TableName=emulator.outputs["Table"])


def test_a_role_may_answer_for_tasks_of_its_own_workflow_alone(emulator: Emulator) -> None:
    states = as_function(emulator, "stepfunctions")
    emulator.client("sqs").purge_queue(QueueUrl=emulator.outputs["Queue"])  # of what other tests left unread
    emulator.begin("Asks")
    states.send_task_success(taskToken=task_token(emulator), output="{}")
    emulator.begin("Waits")
    with pytest.raises(ClientError, match="AccessDenied"):
        states.send_task_success(taskToken=task_token(emulator), output="{}")


def test_a_row_that_failed_is_delivered_again_and_given_up_in_the_end(emulator: Emulator) -> None:
    for key, failures in (("first", 0), ("once", 1), ("always", 99), ("last", 0)):
        item = {"pk": {"S": key}, "failures": {"N": str(failures)}}
        emulator.client("dynamodb").put_item(TableName=emulator.outputs["Streamed"], Item=item)
    emulator.client("dynamodb").put_item(TableName=emulator.outputs["Streamed"], Item={"pk": {"S": "unwatched"}})
    queue = emulator.outputs["Failures"]
    answer = emulator.client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=20)
    lost = json.loads(answer["Messages"][0]["Body"])
    assert lost["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert lost["DDBStreamBatchInfo"]["batchSize"] == 1
    emulator.client("dynamodb").put_item(
        TableName=emulator.outputs["Streamed"], Item={"pk": {"S": "later"}, "failures": {"N": "0"}}
    )
    assert wait_for(lambda: "later" in emulator.invoke(do="rows"))
    rows = emulator.invoke(do="rows")
    assert (rows.count("always"), "unwatched" in rows) == (3, False)
    assert {"first", "once", "last"} <= set(rows)


def task_token(emulator: Emulator) -> str:
    queue = emulator.client("sqs")
    message = queue.receive_message(QueueUrl=emulator.outputs["Queue"], WaitTimeSeconds=10)["Messages"][0]
    queue.delete_message(QueueUrl=emulator.outputs["Queue"], ReceiptHandle=message["ReceiptHandle"])
    token: str = json.loads(message["Body"])["token"]
    return token


def test_nobody_signs_up_or_renames_themselves_where_the_pool_forbids_it(emulator: Emulator) -> None:
    users = emulator.client("cognito-idp")
    pool = users.create_user_pool(
        PoolName="closed",
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
        Schema=[{"Name": "customer_id", "AttributeDataType": "String", "Mutable": True}],
    )["UserPool"]["Id"]
    client_id = users.create_user_pool_client(
        UserPoolId=pool,
        ClientName="page",
        WriteAttributes=["name"],
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    with pytest.raises(ClientError, match="not permitted"):
        users.sign_up(ClientId=client_id, Username="eve", Password="Password-1")
    users.admin_create_user(UserPoolId=pool, Username="ada", MessageAction="SUPPRESS")
    users.admin_set_user_password(UserPoolId=pool, Username="ada", Password="Password-1", Permanent=True)
    token = users.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada", "PASSWORD": "Password-1"},
    )["AuthenticationResult"]["AccessToken"]
    users.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "name", "Value": "Ada"}])
    with pytest.raises(ClientError, match="unauthorized attribute"):
        users.update_user_attributes(
            AccessToken=token, UserAttributes=[{"Name": "custom:customer_id", "Value": "cus_ben"}]
        )


def test_a_function_sees_its_own_folder_and_a_bare_interpreter(emulator: Emulator) -> None:
    paths = emulator.invoke(do="modules")
    assert paths[0].startswith(str(emulator.home / "extracted"))
    assert not any(".venv" in path for path in paths)


def test_a_variable_that_names_an_api_leads_to_the_loopback(emulator: Emulator) -> None:
    address = emulator.invoke(do="variable", name="SOCKETS")
    assert address == f"{emulator.url}/_aws/execute-api/abc123/live"


def test_a_burst_waits_for_a_worker_and_loses_no_call(emulator: Emulator) -> None:
    with ThreadPoolExecutor(12) as callers:
        answers = list(callers.map(lambda _: emulator.invoke(do="sleep", seconds=0.05), range(12)))
    assert all(isinstance(answer, int) for answer in answers)
    assert len(set(answers)) <= 3


def test_each_process_of_a_function_has_its_own_temporary_files(emulator: Emulator) -> None:
    with ThreadPoolExecutor(3) as callers:
        stored = list(callers.map(lambda text: emulator.invoke(do="store", text=text, seconds=0.5), "abc"))
    assert stored == ["a", "b", "c"]


def test_temporary_files_of_a_crashed_process_are_deleted_and_its_log_says_where_it_was(emulator: Emulator) -> None:
    emulator.invoke(do="store", text="a", seconds=0)
    assert emulator.invoke(do="crash")["errorType"] == "Runtime.ExitError"
    runs = emulator.invoke()
    kept = emulator.home / "scratch" / emulator.outputs["Function"]
    ended = [folder.name for folder in kept.iterdir() if not Path("/proc", folder.name).exists()]
    assert (kept / str(runs)).is_dir()
    assert not ended
    log = emulator.home / "logs" / "functions" / f"{emulator.outputs['Function']}.log"
    assert wait_for(lambda: "Fatal Python error: Bus error" in log.read_text())


def test_what_a_function_prints_is_kept_in_its_file(emulator: Emulator) -> None:
    emulator.invoke(do="print", line="a line to find again")
    log = emulator.home / "logs" / "functions" / f"{emulator.outputs['Function']}.log"
    assert wait_for(lambda: "a line to find again" in log.read_text())


def test_it_listens_on_the_loopback_and_nowhere_else(emulator: Emulator) -> None:
    listening = [
        line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()
    ]
    held = sockets_of(emulator)
    addresses = {entry[1].split(":")[0] for entry in listening if entry[3] == "0A" and entry[9] in held}
    assert addresses == {"0100007F"}


def as_function(emulator: Emulator, service: str) -> Any:
    held = emulator.invoke(do="credentials")
    return emulator.client(
        service,
        aws_access_key_id=held["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=held["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=held["AWS_SESSION_TOKEN"],
    )


def sockets_of(emulator: Emulator) -> set[str]:
    found = set()
    for pid in emulator.descendants():
        for link in Path(f"/proc/{pid}/fd").iterdir():
            try:
                target = str(link.readlink())
            except OSError:
                continue
            if target.startswith("socket:["):
                found.add(target[8:-1])
    return found


def median_seconds(emulator: Emulator, what: str) -> float:
    functions = emulator.client("lambda")
    name = emulator.outputs["Function"]
    calls: dict[str, Callable[[], object]] = {
        "invoke": lambda: functions.invoke(FunctionName=name, Payload=b"{}"),
        "list": lambda: functions.get_function_configuration(FunctionName=name),
        "execute": lambda: emulator.execute("Passes"),
    }
    taken = []
    for _ in range(15):
        started = time.perf_counter()
        calls[what]()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
