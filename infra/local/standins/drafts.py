"""Sources of the text for Converse calls: the extractive model, or an OpenAI-compatible server."""

import json
import re
from collections.abc import AsyncGenerator
from typing import Any, Protocol

import httpx
from starlette.concurrency import run_in_threadpool

from infra.local.standins.aws_error import aws_error
from infra.local.standins.extractive_drafter import ExtractiveModel
from infra.local.standins.prompt import last_user_text, read_prompt

_WORD = re.compile(r"\s*\S+")


class Drafts(Protocol):
    """Writes the answer to a Converse request in pieces."""

    def write(self, request: dict[str, Any]) -> AsyncGenerator[str, None]: ...


class ExtractiveDrafts:
    """The extractive model's answer, word by word."""

    def __init__(self, model: ExtractiveModel) -> None:
        self._model = model

    async def write(self, request: dict[str, Any]) -> AsyncGenerator[str, None]:
        """Yield the words of the answer."""
        prompt = read_prompt(last_user_text(request))
        answer = await run_in_threadpool(self._model.answer, prompt)
        for word in _WORD.findall(answer):
            yield word


class ForwardedDrafts:
    """The answer of an OpenAI-compatible chat-completions server."""

    def __init__(self, url: str, model: str) -> None:
        self._url, self._model = url.rstrip("/") + "/chat/completions", model
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(120, connect=5))

    async def write(self, request: dict[str, Any]) -> AsyncGenerator[str, None]:
        """Yield the server's pieces as they arrive."""
        limits = request.get("inferenceConfig") or {}
        body = {
            "model": self._model,
            "stream": True,
            "messages": _chat(request),
            "max_tokens": limits.get("maxTokens"),
            "temperature": limits.get("temperature"),
        }
        try:
            async with self._client.stream("POST", self._url, json=body) as answer:
                answer.raise_for_status()
                async for line in answer.aiter_lines():
                    piece = _piece(line)
                    if piece:
                        yield piece
        except (httpx.HTTPError, ValueError, KeyError, IndexError) as error:
            raise aws_error(503, "ServiceUnavailableException", "The drafting server did not answer") from error


def _chat(request: dict[str, Any]) -> list[dict[str, str]]:
    last_user_text(request)
    system = "\n".join(block.get("text", "") for block in request.get("system") or [])
    messages = [
        {"role": message["role"], "content": "\n".join(block.get("text", "") for block in message["content"])}
        for message in request["messages"]
    ]
    return [{"role": "system", "content": system}, *messages] if system else messages


def _piece(line: str) -> str:
    data = line.removeprefix("data:").strip()
    if not line.startswith("data:") or data == "[DONE]":
        return ""
    choices = json.loads(data)["choices"]
    return str((choices[0].get("delta") or {}).get("content") or "") if choices else ""
