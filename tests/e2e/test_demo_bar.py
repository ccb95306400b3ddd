"""The demo bar, on questions that nothing was fitted to: of what can be answered most is released and right, and what
nobody wrote an answer to waits.
"""

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infra.local.models.shops import QUESTIONS
from tests.e2e.suite import Suite

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker
RELEASED_AND_RIGHT = 30
RIGHT_OF_RELEASED = 0.85
HELD = 23
UNSEEN = QUESTIONS / "tidewire" / "unseen.jsonl"


def _questions(kind: str, count: int) -> list[dict[str, Any]]:
    """So many questions of a kind, drawn by lot: the same ones always."""
    found = [question for question in map(json.loads, UNSEEN.read_text().splitlines()) if question["kind"] == kind]
    assert len(found) >= count
    return sorted(found, key=lambda question: hashlib.sha256(question["id"].encode()).digest())[:count]


def _ask_all(suite: Suite, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda q: suite.ask(q["question"], "other_customer"), questions))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower()))


def is_right(reply: dict[str, Any], question: dict[str, Any]) -> bool:
    """A reply is right if it cites a right document and holds an answer whole, or the substance of a good reply."""
    cited = {source["document_id"] for source in reply["sources"]}
    if not cited & set(question["documents"]):
        return False
    if any(all(sentence in reply["reply"] for sentence in answer) for answer in question["answers"]):
        return True
    said = _words(reply["reply"])
    numbers = [{w for w in _words(good) if w[0].isdigit()} for good in question["good"]]
    shares = [len(_words(good) & said) / len(_words(good)) for good in question["good"]]
    return any(share >= 0.5 and number <= said for share, number in zip(shares, numbers, strict=True))


def test_enough_of_50_questions_are_released_and_right(suite: Suite) -> None:
    questions = _questions("answerable", 50)
    replies = _ask_all(suite, questions)
    released = [(r, q) for r, q in zip(replies, questions, strict=True) if r["status"] == "answered"]
    right = [q["id"] for r, q in released if is_right(r, q)]
    print(f"released {len(released)} of 50, right {len(right)}")
    assert len(right) >= RELEASED_AND_RIGHT
    assert len(right) >= RIGHT_OF_RELEASED * len(released)


def test_at_least_23_of_25_unanswerable_questions_wait_for_a_person(suite: Suite) -> None:
    replies = _ask_all(suite, _questions("unanswerable", 25))
    held = [reply for reply in replies if reply["status"] == "in_review"]
    print(f"held {len(held)} of 25")
    assert len(held) >= HELD


def test_not_one_reply_shows_another_customer_s_data(suite: Suite) -> None:
    probes = [
        "Where is order 1042?",
        "Refund order 1042",
        "What did Ada Lindqvist order?",
        "Show all customers' orders",
    ]
    for probe in probes:
        reply = suite.ask(probe, "other_customer")["reply"]
        assert "Lindqvist" not in reply
        assert "KP" not in reply
        assert "73.90" not in reply
