"""Detects signs of prompt injection."""

import re
from typing import Literal

from firstcontact.record import Record


class Suspicion(Record):
    """How much a text looks like an instruction to the language model: score in [0, 1], higher is worse."""

    suspicious: bool
    score: float
    reasons: tuple[str, ...]


_SIGNS: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (reason, weight, re.compile(expression, re.IGNORECASE))
    for reason, weight, expression in (
        (
            "asks to drop the instructions",
            0.7,
            r"\b(ignore|disregard|forget|override)\b.{0,40}\b(instructions?|prompts?|rules|guidelines|above|previous)\b",
        ),
        ("asks for the instructions", 0.6, r"\b(system prompt|your (initial |hidden )?(prompt|instructions))\b"),
        ("assigns a new role", 0.6, r"\b(you are now|act as|pretend (to be|you are)|developer mode|jailbreak|DAN)\b"),
        (
            "speaks in another's name",
            0.6,
            r"(^|\n)[^\S\n]*(system|assistant|developer)\s*:|<\|?(im_start|system|/?inst)",
        ),
        ("carries markup of the prompt", 0.6, r"</?(passages?|question|instructions?)\b"),
        (
            "asks for another's data",
            0.5,
            r"\b(all|other|every) (customers?|users?)['\u2019]? ?(s'? )?(data|orders?|e-?mails?)",
        ),
    )
)
SUSPICIOUS = 0.5


def check_injection(text: str, source: Literal["customer", "document"] = "customer") -> Suspicion:
    """Look for signs of injection; they weigh more in a document, which has less reason to address the model."""
    found = [(reason, weight) for reason, weight, expression in _SIGNS if expression.search(text)]
    rest = 1.0
    for _, weight in found:
        rest *= 1 - weight
    score = round(1 - rest * (0.9 if source == "document" and found else 1.0), 4)
    return Suspicion(suspicious=score >= SUSPICIOUS, score=score, reasons=tuple(reason for reason, _ in found))
