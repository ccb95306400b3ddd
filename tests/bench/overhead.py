"""What the suite itself adds to a reply: the whole REST call without the time its model took."""

import json
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import httpx
from websockets.sync.client import connect

from infra.local.models.shops import labelled
from tests.bench.amounts import Amounts
from tests.bench.table import Row, spread


def rows(suite: dict[str, Any], amounts: Amounts) -> Iterator[Row]:
    """Wall time, model time and their difference, in milliseconds; then the window's first event."""
    walls, models = zip(*_measure(suite, amounts), strict=True)
    yield Row("reply over REST, wall", *spread(walls))
    yield Row("of it the model", *spread(models))
    overheads = [wall - model for wall, model in zip(walls, models, strict=True)]
    yield Row("suite overhead", *spread(overheads), target="p50 ≤ 60 ms")
    yield Row("first status event (WebSocket)", *spread(list(_first_events(suite, amounts))))
    yield Row("overhead ÷ wall", statistics.median(overheads) / statistics.median(walls), unit="ratio")


def _asked(count: int) -> list[str]:
    rows = (row for split in ("fit", "held_out") for row in labelled().questions(split))
    return [row["question"] for row in islice((row for row in rows if row["kind"] == "answerable"), count)]


def _measure(suite: dict[str, Any], amounts: Amounts) -> Iterator[tuple[float, float]]:
    sandbox = suite["internal"]["sandbox"]
    headers = {"Authorization": suite["tokens"]["customer"]}
    with httpx.Client(timeout=40) as client:
        for number, question in enumerate(_asked(amounts.warm_up + amounts.replies)):
            client.delete(f"{sandbox}/aws/_sandbox/calls")
            started = time.perf_counter()
            answer = client.post(f"{suite['api']}/v1/messages", headers=headers, json={"text": question})
            wall = (time.perf_counter() - started) * 1000
            answer.raise_for_status()
            calls = client.get(f"{sandbox}/aws/_sandbox/calls").json()["calls"]
            if number >= amounts.warm_up and calls:
                yield wall, sum(call["milliseconds"] or 0.0 for call in calls)


def _first_events(suite: dict[str, Any], amounts: Amounts) -> Iterator[float]:
    with connect(f"{suite['websocket']}?token={suite['tokens']['customer']}") as window:
        for number, question in enumerate(_asked(amounts.warm_up + amounts.windows)):
            started = time.perf_counter()
            window.send(json.dumps({"action": "message", "text": question}))
            first = json.loads(window.recv(timeout=30))
            waited = (time.perf_counter() - started) * 1000
            while first["type"] not in ("reply", "handover", "error"):
                first = json.loads(window.recv(timeout=30))
            if number >= amounts.warm_up:
                yield waited
