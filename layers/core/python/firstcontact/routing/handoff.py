"""Detects whether a customer asks for a person."""

import re

_SOMEBODY = (
    r"(?:humans?|person|people|agents?|representatives?|rep|operator|manager|supervisor|employee|advis[eo]r"
    r"|colleague|somebody|someone|staff(?: member)?|member of (?:your )?staff|team member|customer (?:service|care))"
)
_REACH = r"(?:talk|speak|chat|discuss (?:this|it)|connect me|transfer me|put me through|pass me|hand me over)"
_BETWEEN = r"(?:[\w'-]+ ){0,4}"
_ASKS = tuple(
    re.compile(expression)
    for expression in (
        rf"^(?:(?:a|an|the|real|live|actual) )*{_SOMEBODY}(?: (?:now|please|pls))*$",
        rf"\b{_REACH} (?:to|with) {_BETWEEN}{_SOMEBODY}\b",
        rf"\b(?:want|need|get me|give me|like|prefer) (?:to have )?{_BETWEEN}(?:real|live|actual) {_SOMEBODY}\b",
        r"\b(?:want|need|get me|give me) (?:an? )?(?:human(?! readable)|agent|representative|operator|supervisor)\b",
        rf"\b(?:get|give) me (?:an? )?{_SOMEBODY}\b",
        r"\b(?:human|live) (?:agent|representative|operator)\b",
        r"\b(?:escalate|hand|forward) (?:this|it|me|my case)(?: over)? to (?:a |an |your )?" + _SOMEBODY + r"\b",
        r"\b(?:call me back|stop the bot|no more bot)\b",
    )
)
_DENIAL = re.compile(
    r"\b(?:don't|do not|didn't|did not|doesn't|no|never|without|not|cannot|can't)(?: \w+){0,3} "
    r"(?:to )?(?:talk|speak|chat|want|need|like|call|connect|transfer|escalate)\b"
    r"|\bdo (?:i|we|you) (?:have|need)\b"  # asks whether one is needed
)
_UNWELCOME_MACHINE = re.compile(r"\b(?:bot|robot|machine|computer|chatbot)\b")


def asks_for_person(text: str) -> bool:
    """Whether the customer explicitly asks for a human to take over."""
    plain = re.sub(r"[^\w'\s-]+", " ", text.casefold().replace("\u2019", "'"))
    words = re.sub(r"\s+", " ", plain).strip()
    for pattern in _ASKS:
        found = pattern.search(words)
        if found is None:
            continue
        # "I don't want to talk to an agent" declines one; "I can't talk to a bot, get me a person" asks.
        before = words[max(0, found.start() - 40) : found.end()]
        if _DENIAL.search(before) is None or _UNWELCOME_MACHINE.search(words):
            return True
    return False
