import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from infra.local.sandbox.application import SandboxSettings, application
from infra.local.standins.service import StandIns
from tests.sandbox.conftest import RECORDS
from tests.sandbox.server import served
from tests.sandbox.test_bedrock import MESSAGES, MODEL

REGION = "eu-central-1"
PROFILE = f"arn:aws:bedrock:{REGION}:*:inference-profile/{MODEL}"
FOUNDATION = "arn:aws:bedrock:*::foundation-model/" + MODEL.removeprefix("us.")
NOVA = "amazon.nova-pro-v1:0"
TRUST = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    app: Any = importlib.import_module("ministack.app")
    plain = app.app
    importlib.import_module("infra.local.standins.authorization").answer_permission_questions()
    with served(app.app) as url:
        yield url
    app.app = plain


@pytest.fixture
def standins(emulator: str, tmp_path: Path) -> Iterator[str]:
    with served(application(SandboxSettings(tmp_path, RECORDS, StandIns(emulator=emulator)))) as url:
        yield url


def client(service: str, url: str, **credentials: str) -> Any:
    root = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return boto3.client(service, endpoint_url=url, region_name=REGION, **(credentials or root))  # type: ignore[call-overload]


def role(emulator: str, name: str, *statements: str) -> dict[str, str]:
    """Credentials of a new role with these statements."""
    iam = client("iam", emulator)
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    if statements:
        document = '{"Version":"2012-10-17","Statement":[' + ",".join(statements) + "]}"
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document)
    made = client("sts", emulator).assume_role(RoleArn=arn, RoleSessionName="session")["Credentials"]
    return {
        "aws_access_key_id": made["AccessKeyId"],
        "aws_secret_access_key": made["SecretAccessKey"],
        "aws_session_token": made["SessionToken"],
    }


def statement(effect: str, action: str, *resources: str) -> str:
    quoted = ",".join(f'"{resource}"' for resource in resources)
    return f'{{"Effect":"{effect}","Action":"{action}","Resource":[{quoted}]}}'


@pytest.fixture(scope="module")
def drafter(emulator: str) -> dict[str, str]:
    return role(emulator, "drafter", statement("Allow", "bedrock:InvokeModelWithResponseStream", PROFILE, FOUNDATION))


def test_a_role_may_stream_the_model_it_was_granted(standins: str, drafter: dict[str, str]) -> None:
    bedrock = client("bedrock-runtime", standins, **drafter)
    assert list(bedrock.converse_stream(modelId=MODEL, messages=MESSAGES)["stream"])


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "named"),
    [
        ("bedrock-runtime", "converse", {"modelId": MODEL, "messages": MESSAGES}, "perform: bedrock:InvokeModel on"),
        ("bedrock-runtime", "converse_stream", {"modelId": NOVA, "messages": MESSAGES}, NOVA),
        ("rekognition", "detect_text", {"Image": {"Bytes": b"x"}}, "rekognition:DetectText"),
    ],
)
def test_a_role_may_do_nothing_else(
    standins: str, drafter: dict[str, str], service: str, operation: str, arguments: dict[str, Any], named: str
) -> None:
    with pytest.raises(ClientError) as raised:
        getattr(client(service, standins, **drafter), operation)(**arguments)
    answer = raised.value.response
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == ("AccessDeniedException", 403)
    assert "assumed-role/drafter/session is not authorized to perform" in answer["Error"]["Message"]
    assert named in answer["Error"]["Message"]


def test_a_profile_without_its_model_is_not_enough(emulator: str, standins: str) -> None:
    granted = role(emulator, "half", statement("Allow", "bedrock:InvokeModel", PROFILE))
    with pytest.raises(ClientError, match="foundation-model/anthropic"):
        client("bedrock-runtime", standins, **granted).converse(modelId=MODEL, messages=MESSAGES)


def test_a_denial_beats_a_permission(emulator: str, standins: str) -> None:
    both = role(emulator, "both", statement("Allow", "bedrock:*", "*"), statement("Deny", "bedrock:*", FOUNDATION))
    with pytest.raises(ClientError, match="with an explicit deny"):
        client("bedrock-runtime", standins, **both).converse(modelId=MODEL, messages=MESSAGES)


def test_a_role_that_may_read_text_gets_as_far_as_its_picture(emulator: str, standins: str) -> None:
    granted = role(emulator, "reader", statement("Allow", "rekognition:DetectText", "*"))
    with pytest.raises(ClientError) as raised:
        client("rekognition", standins, **granted).detect_text(Image={"Bytes": b"x"})
    assert raised.value.response["Error"]["Code"] == "InvalidImageFormatException"


def test_unknown_keys_and_wrong_session_tokens_are_refused(emulator: str, standins: str) -> None:
    granted = role(emulator, "tokens", statement("Allow", "bedrock:*", "*"))
    for wrong in (granted | {"aws_access_key_id": "ASIAUNKNOWN000000000"}, granted | {"aws_session_token": "other"}):
        with pytest.raises(ClientError) as raised:
            client("bedrock-runtime", standins, **wrong).converse(modelId=MODEL, messages=MESSAGES)
        assert raised.value.response["Error"]["Code"] == "UnrecognizedClientException"


def test_without_the_emulators_word_nobody_is_let_in(tmp_path: Path) -> None:
    settings = SandboxSettings(tmp_path, RECORDS, StandIns(emulator="http://127.0.0.1:9"))
    with served(application(settings)) as url:
        body = {"messages": MESSAGES}
        signed = {
            "authorization": f"AWS4-HMAC-SHA256 Credential=A/20260301/{REGION}/bedrock/aws4_request, SignedHeaders=x"
        }
        assert httpx.post(f"{url}/model/{MODEL}/converse", json=body, headers=signed).status_code == 500
