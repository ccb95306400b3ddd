import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError
from firstcontact.drafting.prompt import parse_draft, render_prompt
from firstcontact.knowledge.records import Passage

from infra.local.sandbox.application import SandboxSettings, application
from infra.local.standins.service import StandIns
from tests.sandbox.conftest import RECORDS
from tests.sandbox.server import served

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
PROMPT = (
    '<passages>\n<passage n="1" title="Shipping">Standard shipping costs 4.90 EUR. Parcels leave from Rotterdam.'
    "</passage>\n</passages>\n<question>What does standard shipping cost?</question>"
)
MESSAGES: Any = [{"role": "user", "content": [{"text": PROMPT}]}]
Converse = Callable[..., Any]


def bedrock(url: str) -> Any:
    return boto3.client(
        "bedrock-runtime",
        endpoint_url=url,
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    slowly = StandIns(token_seconds=0.02)
    with served(application(SandboxSettings(tmp_path, RECORDS, slowly))) as address:
        yield address


@pytest.mark.parametrize("path", ["", "/aws"])
def test_a_whole_answer_is_extracted_and_counted(url: str, path: str) -> None:
    answer = bedrock(url + path).converse(modelId=MODEL, messages=MESSAGES)
    assert answer["output"]["message"]["content"] == [{"text": "Standard shipping costs 4.90 EUR. [1]"}]
    assert answer["stopReason"] == "end_turn"
    usage = answer["usage"]
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]
    assert usage["inputTokens"] > usage["outputTokens"] > 0


def test_a_stream_arrives_piece_by_piece(url: str) -> None:
    arrived, events = [], []
    for event in bedrock(url).converse_stream(modelId=MODEL, messages=MESSAGES)["stream"]:
        arrived.append(time.monotonic())
        events.append(event)
    assert [next(iter(event)) for event in events] == [
        "messageStart",
        *["contentBlockDelta"] * 6,
        "contentBlockStop",
        "messageStop",
        "metadata",
    ]
    deltas = [event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event]
    assert "".join(deltas) == "Standard shipping costs 4.90 EUR. [1]"
    assert arrived[6] - arrived[1] > 0.05
    assert events[-1]["metadata"]["usage"]["cacheReadInputTokens"] == 0


def test_a_limit_on_tokens_cuts_the_answer(url: str) -> None:
    answer = bedrock(url).converse(modelId=MODEL, messages=MESSAGES, inferenceConfig={"maxTokens": 5})
    assert answer["stopReason"] == "max_tokens"
    assert answer["output"]["message"]["content"] == [{"text": "Standard shipping"}]


def test_a_question_without_an_answer_says_so(url: str) -> None:
    asked = [{"role": "user", "content": [{"text": PROMPT.replace("standard shipping cost", "Bitcoin buy")}]}]
    answer = bedrock(url).converse(modelId=MODEL, messages=asked)
    assert answer["output"]["message"]["content"] == [{"text": "NO_ANSWER"}]


@pytest.mark.parametrize(
    ("fault", "code", "status"),
    [
        ({"mode": "rate_limit"}, "ThrottlingException", 429),
        ({"mode": "fail"}, "ServiceUnavailableException", 503),
        ({"mode": "fail", "status": 400}, "ValidationException", 400),
        ({"mode": "fail", "status": 500}, "InternalServerException", 500),
        ({"mode": "stall", "seconds": 0.01}, "ModelTimeoutException", 504),
    ],
)
@pytest.mark.parametrize("operation", ["converse", "converse_stream"])
def test_faults_look_like_the_services_own_errors(
    url: str, operation: str, fault: dict[str, object], code: str, status: int
) -> None:
    httpx.post(f"{url}/aws/_sandbox/faults", json=fault)
    with pytest.raises(ClientError) as raised:
        getattr(bedrock(url), operation)(modelId=MODEL, messages=MESSAGES)
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == status


def test_a_stream_can_break_after_it_began(url: str) -> None:
    httpx.post(f"{url}/aws/_sandbox/faults", json={"mode": "mid_stream"})
    pieces: list[dict[str, Any]] = []
    stream = bedrock(url).converse_stream(modelId=MODEL, messages=MESSAGES)["stream"]
    with pytest.raises(EventStreamError) as raised:
        pieces.extend(stream)
    assert "modelStreamErrorException" in str(raised.value)
    assert [next(iter(piece)) for piece in pieces] == ["messageStart", *["contentBlockDelta"] * 3]


@pytest.mark.parametrize(
    "messages",
    [
        [{"role": "user", "content": [{"text": "x"}]}, {"role": "assistant", "content": [{"text": "y"}]}],
        [{"role": "user", "content": [{"text": " "}]}],
    ],
)
def test_a_conversation_that_asks_nothing_is_not_valid(url: str, messages: list[dict[str, Any]]) -> None:
    with pytest.raises(ClientError) as raised:
        bedrock(url).converse(modelId=MODEL, messages=messages)
    assert raised.value.response["Error"]["Code"] == "ValidationException"


def test_an_unknown_kind_of_model_is_not_valid(url: str) -> None:
    with pytest.raises(ClientError) as raised:
        bedrock(url).converse(modelId="gpt", messages=MESSAGES)
    assert raised.value.response["Error"]["Code"] == "ValidationException"


def test_a_call_that_is_not_signed_is_refused(url: str) -> None:
    answer = httpx.post(f"{url}/model/{MODEL}/converse", json={"messages": MESSAGES})
    assert answer.status_code == 403
    assert answer.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"


def test_a_long_prefix_before_a_cache_point_is_written_once_and_then_read(url: str) -> None:
    system = [{"text": "Be brief. " * 500}, {"cachePoint": {"type": "default"}}]
    first, second = (
        bedrock(url).converse(modelId=MODEL, messages=MESSAGES, system=system)["usage"] for _ in range(2)
    )
    assert (first["cacheWriteInputTokens"], first["cacheReadInputTokens"]) == (1250, 0)
    assert (second["cacheWriteInputTokens"], second["cacheReadInputTokens"]) == (0, 1250)


def test_the_suites_own_prompt_gets_an_answer_that_it_can_read(url: str) -> None:
    text = "Standard shipping costs 4.90 EUR."
    passage = Passage(document_id="s", title="Shipping", url="", text=text, score=1, cosine=1)
    prompt = render_prompt("What does standard shipping cost?", [passage])
    answer = bedrock(url).converse(modelId=MODEL, messages=[{"role": "user", "content": [{"text": prompt}]}])
    draft = parse_draft(answer["output"]["message"]["content"][0]["text"], MODEL)
    assert (draft.sentences, draft.citations) == ((text,), ((1,),))
