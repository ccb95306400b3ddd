"""Bedrock's Converse and ConverseStream operations, as boto3 calls them.

A fault of mode ``mid_stream`` starts a stream and then ends it with the service's exception.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from infra.local.sandbox.vendor_error import VendorError
from infra.local.standins.aws_error import aws_error
from infra.local.standins.caller import caller_of
from infra.local.standins.drafts import Drafts
from infra.local.standins.eventstream import MEDIA_TYPE, frame
from infra.local.standins.model_arn import resources
from infra.local.standins.permission import Permission
from infra.local.standins.prompt import last_user_text
from infra.local.standins.usage import Usage, tokens

OWN_MODES = frozenset({"mid_stream"})
PIECES_BEFORE_BREAK = 3


class Bedrock:
    """The two operations; the text comes from ``drafts``, with ``token_seconds`` between its pieces."""

    def __init__(self, drafts: Drafts, permission: Permission, token_seconds: float) -> None:
        self._drafts, self._permission, self._token_seconds = drafts, permission, token_seconds
        self._usage = Usage()

    def routes(self) -> list[Route]:
        """The routes, relative to the service's endpoint."""
        return [
            Route("/model/{model_id:path}/converse", self.converse, methods=["POST"]),
            Route("/model/{model_id:path}/converse-stream", self.converse_stream, methods=["POST"]),
        ]

    async def converse(self, request: Request) -> Response:
        """Return the whole answer at once."""
        began = time.monotonic()
        asked = await self._admitted(request, "bedrock:InvokeModel")
        pieces = [piece async for piece in self._limited(asked)]
        text, cut = "".join(pieces), pieces[-1:] == [""]
        return JSONResponse(
            {
                "output": {"message": {"role": "assistant", "content": [{"text": text}]}},
                "stopReason": "max_tokens" if cut else "end_turn",
                "usage": self._usage.of(asked, text),
                "metrics": {"latencyMs": _since(began)},
            }
        )

    async def converse_stream(self, request: Request) -> Response:
        """Return the answer as an event stream; an error before its first piece is an ordinary error response."""
        asked = await self._admitted(request, "bedrock:InvokeModelWithResponseStream")
        pieces = self._limited(asked)
        try:
            first = await anext(pieces)
        except StopAsyncIteration:
            first = ""
        breaks = "fault" in request.scope
        return StreamingResponse(self._frames(asked, first, pieces, breaks), media_type=MEDIA_TYPE)

    async def _admitted(self, request: Request, action: str) -> dict[str, Any]:
        caller = caller_of(request)
        await self._permission.require(caller, action, *resources(request.path_params["model_id"], caller.region))
        try:
            asked: Any = await request.json()
        except ValueError as error:
            raise aws_error(400, "SerializationException", "The body is not JSON") from error
        if not isinstance(asked, dict):
            raise aws_error(400, "ValidationException", "The body is not an object")
        last_user_text(asked)
        return asked

    async def _limited(self, asked: dict[str, Any]) -> AsyncIterator[str]:
        """The pieces of the answer up to the caller's limit; a final empty piece means that the limit was reached."""
        limit = (asked.get("inferenceConfig") or {}).get("maxTokens") or 4096
        written = ""
        async with aclosing(self._drafts.write(asked)) as pieces:
            async for piece in pieces:
                if tokens(written + piece) > limit:
                    yield ""
                    return
                written += piece
                yield piece

    async def _frames(
        self, asked: dict[str, Any], first: str, rest: AsyncIterator[str], breaks: bool
    ) -> AsyncIterator[bytes]:
        began, written, count, last = time.monotonic(), "", 0, first
        yield frame("messageStart", {"role": "assistant"})
        try:
            async for piece in _chained(first, rest):
                last = piece
                if breaks and count == PIECES_BEFORE_BREAK:
                    break
                if piece:
                    yield frame("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": piece}})
                    written, count = written + piece, count + 1
                    await asyncio.sleep(self._token_seconds)
            if breaks:
                raise aws_error(424, "modelStreamErrorException", "The model's stream was interrupted")
        except VendorError as error:
            broken = {"message": error.message, "originalStatusCode": 500, "originalMessage": error.message}
            yield frame("modelStreamErrorException", broken, "exception")
            return
        yield frame("contentBlockStop", {"contentBlockIndex": 0})
        yield frame("messageStop", {"stopReason": "end_turn" if last else "max_tokens"})
        usage = self._usage.of(asked, written)
        yield frame("metadata", {"usage": usage, "metrics": {"latencyMs": _since(began)}})


async def _chained(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for piece in rest:
        yield piece


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
