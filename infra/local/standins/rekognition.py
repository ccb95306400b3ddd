"""Rekognition's DetectText, DetectLabels and DetectModerationLabels, as boto3 calls them.

Small local models read text and detect labels. They know less than the service: moderation finds nothing, and
labels are those of ``labels.py``.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infra.local.standins.aws_error import aws_error
from infra.local.standins.caller import caller_of
from infra.local.standins.labels import Labeller
from infra.local.standins.ocr import TextReader, detections
from infra.local.standins.permission import Permission
from infra.local.standins.picture import picture_in

PREFIX = "RekognitionService."
Answer = dict[str, Any]


class Rekognition:
    """The three operations, selected by the target header."""

    def __init__(self, permission: Permission, reader: TextReader, labeller: Labeller) -> None:
        self._permission, self._reader, self._labeller = permission, reader, labeller
        self._operations: dict[str, Callable[[Answer], Awaitable[Answer]]] = {
            "DetectText": self._text,
            "DetectLabels": self._labels,
            "DetectModerationLabels": self._moderation,
        }

    def routes(self) -> list[Route]:
        """The only route of the service."""
        return [Route("/", self.call, methods=["POST"])]

    async def call(self, request: Request) -> Response:
        """Run the operation in the target header."""
        name = request.headers.get("x-amz-target", "").removeprefix(PREFIX)
        operation = self._operations.get(name)
        if operation is None:
            raise aws_error(400, "UnknownOperationException", "")
        await self._permission.require(caller_of(request), f"rekognition:{name}", "*")
        try:
            asked: Any = await request.json()
        except ValueError as error:
            raise aws_error(400, "SerializationException", "The body is not JSON") from error
        return JSONResponse(await operation(asked), media_type="application/x-amz-json-1.1")

    async def _text(self, asked: Answer) -> Answer:
        picture = picture_in(asked)
        least = ((asked.get("Filters") or {}).get("WordFilter") or {}).get("MinConfidence") or 0
        lines = await run_in_threadpool(self._reader.read, picture)
        return {"TextDetections": detections(lines, picture.size, least), "TextModelVersion": "3.0"}

    async def _labels(self, asked: Answer) -> Answer:
        picture = picture_in(asked)
        labels = await run_in_threadpool(self._labeller.labels, picture)
        least, most = asked.get("MinConfidence", 55), asked.get("MaxLabels", 1000)
        return {
            "Labels": [label.told() for label in labels if label.confidence >= least][:most],
            "LabelModelVersion": "3.0",
        }

    async def _moderation(self, asked: Answer) -> Answer:
        picture_in(asked)
        return {"ModerationLabels": [], "ModerationModelVersion": "7.0"}
