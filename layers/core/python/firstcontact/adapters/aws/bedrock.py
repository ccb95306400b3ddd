"""The drafter, on Bedrock's ConverseStream API."""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any

import botocore.exceptions
import urllib3.exceptions
from botocore.eventstream import ParserError

from firstcontact.adapters.aws.clients import ATTEMPTS, client, unavailable
from firstcontact.costs.ports import Metering
from firstcontact.drafting import prompt
from firstcontact.drafting.prompt import parse_draft, render_prompt
from firstcontact.drafting.records import Draft
from firstcontact.errors import TooSlow, Unavailable
from firstcontact.knowledge.records import Passage
from firstcontact.resilience.budget import Budget
from firstcontact.routing.route import Tier

MAX_TOKENS = 400
READ_TIMEOUT = 15.0  # seconds without a byte before a stalled stream is abandoned, less if the deadline is short
UNMETERED = "bedrock.unmetered_answers"  # deliberately has no price: the cost is unknown, not zero
TOKENS = {
    "inputTokens": "bedrock.input_tokens",
    "outputTokens": "bedrock.output_tokens",
    "cacheReadInputTokens": "bedrock.cache_read_tokens",
    "cacheWriteInputTokens": "bedrock.cache_write_tokens",
}


@contextmanager
def _listening() -> Iterator[None]:
    """A read timeout is ``TooSlow``; any other failure to start or finish the stream is ``Unavailable``."""
    with unavailable("the model did not answer"):
        try:
            yield
        except (botocore.exceptions.ReadTimeoutError, urllib3.exceptions.ReadTimeoutError) as error:
            raise TooSlow("the model sent nothing for too long") from error
        except (ParserError, urllib3.exceptions.HTTPError) as error:
            raise Unavailable(f"the model's answer was cut off ({type(error).__name__})") from error


class BedrockDrafter:
    """Implements ``Drafter`` within a deadline (seconds), or what the budget has left if that is less.

    The model gets no tools, so nothing in a passage can make it act.
    """

    def __init__(self, models: Mapping[Tier, str], meter: Metering, deadline: float, budget: Budget) -> None:
        self._models, self._meter, self._deadline, self._budget = models, meter, deadline, budget

    def draft(self, question: str, passages: Sequence[Passage], tier: Tier = Tier.CHEAP) -> Draft:
        model = self._models[tier]
        request = {
            "modelId": model,
            "system": [{"text": prompt.INSTRUCTIONS}],
            "messages": [{"role": "user", "content": [{"text": render_prompt(question, passages)}]}],
            "inferenceConfig": {"maxTokens": MAX_TOKENS, "temperature": 0.0},
        }
        allowed = self._budget.within(self._deadline)
        until = time.monotonic() + allowed
        patience = self._patience(allowed)
        with _listening():
            stream = client("bedrock-runtime", read_timeout=patience).converse_stream(**request)["stream"]
            with closing(stream):
                answer = self._collect(stream, until, model)
        return parse_draft(answer, model)

    def _patience(self, allowed: float) -> float:
        """How long to wait for a byte; whole seconds if the budget is short, as each value has its own client."""
        patience = min(READ_TIMEOUT, allowed / ATTEMPTS)
        return patience if allowed == self._deadline else max(1.0, math.floor(patience))

    def _collect(self, stream: Any, until: float, model: str) -> str:
        """The complete answer; an incomplete one is ``Unavailable``, and its cost unknown if its usage is missing."""
        pieces, stopped, metered = [], "", False
        try:
            for event in stream:
                if time.monotonic() > until:
                    raise TooSlow("the model's answer took too long")
                if "contentBlockDelta" in event:
                    pieces.append(event["contentBlockDelta"]["delta"].get("text", ""))
                elif "messageStop" in event:
                    stopped = event["messageStop"]["stopReason"]
                elif "metadata" in event:
                    metered = True
                    self._count(event["metadata"].get("usage", {}), model)
        finally:
            if not metered:
                self._meter.add(UNMETERED, 1, variant=model)
        if stopped != "end_turn":
            raise Unavailable(f"the model's answer is incomplete ({stopped or 'no stop reason'})")
        return "".join(pieces)

    def _count(self, usage: dict[str, int], model: str) -> None:
        for field, item in TOKENS.items():
            if usage.get(field):
                self._meter.add(item, usage[field], variant=model)
