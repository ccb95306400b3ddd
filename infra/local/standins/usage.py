"""Estimates the number of tokens of a call: four characters per token.

A prompt prefix that ends in a cache point is written to a cache for five minutes and then read from it, if it is
long enough for the real service to cache.
"""

import json
import math
import time
from collections.abc import Callable
from typing import Any

SHORTEST_CACHED = 1024
KEPT_SECONDS = 300


def tokens(text: str) -> int:
    """The estimated number of tokens of a text."""
    return math.ceil(len(text) / 4)


class Usage:
    """Counts the tokens of calls and remembers cached prefixes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._cached: dict[str, float] = {}

    def of(self, request: dict[str, Any], answer: str) -> dict[str, int]:
        """The usage block of a response."""
        prefix, rest = _parts(request)
        read = write = 0
        if tokens(prefix) >= SHORTEST_CACHED:
            known = self._clock() - self._cached.get(prefix, -math.inf) < KEPT_SECONDS
            self._cached[prefix] = self._clock()
            read, write = (tokens(prefix), 0) if known else (0, tokens(prefix))
        else:
            rest = prefix + rest
        used, written = tokens(rest), tokens(answer)
        return {
            "inputTokens": used,
            "outputTokens": written,
            "totalTokens": used + written + read + write,
            "cacheReadInputTokens": read,
            "cacheWriteInputTokens": write,
        }


def _parts(request: dict[str, Any]) -> tuple[str, str]:
    """The text before the last cache point, and the text after it."""
    blocks = list(request.get("system") or [])
    for message in request["messages"]:
        blocks.extend(message.get("content") or [])
    points = [index for index, block in enumerate(blocks) if "cachePoint" in block]
    cut = points[-1] if points else 0
    return _text(blocks[:cut]), _text(blocks[cut:])


def _text(blocks: list[dict[str, Any]]) -> str:
    texts = (block.get("text") or json.dumps(block) for block in blocks if "cachePoint" not in block)
    return "".join(texts)
