"""The first look at what came in: size, encoding, and signs of an injected instruction.

A sign is only a signal: it sends the case to a person. What really protects is the architecture: the model
has no tools, and actions come from records and policy, never from its words.
"""

import re
from typing import Literal

from firstcontact.errors import Invalid, TooLarge
from firstcontact.model.conversation import MAX_MESSAGE_BYTES
from firstcontact.model.fact import Record


class Suspicion(Record):
    """How much a text looks like an instruction to the machine: score in [0, 1], higher is worse."""

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
        ("speaks in another's name", 0.6, r"(^|\n)\s*(system|assistant|developer)\s*:|<\|?(im_start|system|/?inst)"),
        ("carries markup of the prompt", 0.6, r"</?(passages?|question|instructions?)\b"),
        (
            "asks for another's data",
            0.5,
            r"\b(all|other|every) (customers?|users?)['\u2019]? ?(s'? )?(data|orders?|e-?mails?)",
        ),
    )
)
SUSPICIOUS = 0.5


def admit_body(body: bytes, limit: int = MAX_MESSAGE_BYTES) -> str:
    """The text of a request body: at most ``limit`` bytes of valid UTF-8, without the mark of a broken encoding.

    U+FFFD is refused because a gateway in front of us may already have replaced invalid bytes by it.
    """
    if len(body) > limit:
        raise TooLarge(f"the body has {len(body)} bytes, at most {limit} are taken", code="message_too_large")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("the body is not valid UTF-8", code="invalid_encoding", remedy="Send UTF-8.") from error
    if "\ufffd" in text or "\\ufffd" in text.lower():
        raise Invalid(
            "the body holds U+FFFD, the mark of a broken encoding", code="invalid_encoding", remedy="Send UTF-8."
        )
    return text


def check_injection(text: str, source: Literal["customer", "document"] = "customer") -> Suspicion:
    """Look for signs of injection; a document has less reason than a customer to address the machine."""
    found = [(reason, weight) for reason, weight, expression in _SIGNS if expression.search(text)]
    rest = 1.0
    for _, weight in found:
        rest *= 1 - weight
    score = round(1 - rest * (0.9 if source == "document" and found else 1.0), 4)
    return Suspicion(suspicious=score >= SUSPICIOUS, score=score, reasons=tuple(reason for reason, _ in found))
