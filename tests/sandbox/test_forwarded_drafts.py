import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from infra.local.sandbox.application import SandboxSettings, application
from infra.local.standins.service import StandIns
from tests.sandbox.conftest import RECORDS
from tests.sandbox.server import served
from tests.sandbox.test_bedrock import MESSAGES, MODEL, bedrock

asked: list[dict[str, Any]] = []


async def chat(request: Request) -> Response:
    asked.append(await request.json())

    async def lines() -> AsyncIterator[str]:
        yield 'data: {"choices":[{"delta":{"role":"assistant"}}]}\n\n'
        for word in ("Shipping", " costs", " 4.90 EUR. [1]"):
            yield f"data: {json.dumps({'choices': [{'delta': {'content': word}}]})}\n\n"
        yield "data: [DONE]\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream")


@pytest.fixture
def server() -> Iterator[str]:
    with served(Starlette(routes=[Route("/v1/chat/completions", chat, methods=["POST"])])) as address:
        yield address


def test_a_local_server_can_draft_instead(server: str, tmp_path: Path) -> None:
    settings = SandboxSettings(tmp_path, RECORDS, StandIns(forward=f"{server}/v1", forward_model="m"))
    with served(application(settings)) as url:
        answer = bedrock(url).converse(modelId=MODEL, messages=MESSAGES, system=[{"text": "Be brief"}])
    assert answer["output"]["message"]["content"] == [{"text": "Shipping costs 4.90 EUR. [1]"}]
    assert (asked[-1]["model"], asked[-1]["messages"][0]) == ("m", {"role": "system", "content": "Be brief"})


def test_a_drafting_server_that_is_away_is_unavailable(tmp_path: Path) -> None:
    settings = SandboxSettings(tmp_path, RECORDS, StandIns(forward="http://127.0.0.1:9/v1"))
    with served(application(settings)) as url, pytest.raises(ClientError) as raised:
        bedrock(url).converse_stream(modelId=MODEL, messages=MESSAGES)
    assert raised.value.response["Error"]["Code"] == "ServiceUnavailableException"
