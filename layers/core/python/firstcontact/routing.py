"""Where a message goes: to an answer, an action or a person. When in doubt, to a person.

Doubt is counted by destination, not by intent: torn between two intents that are both answered from the
knowledge base, the model is sure of all that matters here, and the gate still judges the reply.
"""

import json
import re
from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from firstcontact.errors import Unavailable
from firstcontact.model.fact import Fact
from firstcontact.model.route import Destination, Prediction, Route

# Below an even chance a person decides better than the most likely guess.
SURE_TO_ANSWER = 0.5
# An answer is checked again before it leaves; of an action only policy stands behind, so more is asked here.
SURE_TO_ACT = 0.6


class IntentPolicy(Fact):
    """What is done with messages of one intent."""

    destination: Destination
    action: str | None = None
    description: str = ""


_POLICIES = TypeAdapter(dict[str, IntentPolicy])

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
    """Whether the customer says in plain words that a human should take over."""
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


def decide(prediction: Prediction | None, intents: Mapping[str, IntentPolicy], people_only: bool, text: str) -> Route:
    """Who takes the message, and why, in a few words."""
    person = _person(prediction, intents, people_only, text)
    if person is not None or prediction is None or prediction.intent is None:
        reason = person or "out of scope"
        return Route(destination=Destination.PERSON, reason=reason, prediction=prediction)
    policy = intents[prediction.intent]
    return Route(
        destination=policy.destination, action=policy.action, reason=prediction.intent, prediction=prediction
    )


def _person(
    prediction: Prediction | None, intents: Mapping[str, IntentPolicy], people_only: bool, text: str
) -> str | None:
    """Why a person should take it, or nothing."""
    if people_only:
        return "people only"
    if asks_for_person(text):
        return "asked for a person"
    if prediction is None:
        return "no prediction"
    if not prediction.in_scope or prediction.intent is None:
        return "out of scope"
    policy = intents.get(prediction.intent)
    if policy is None:
        return "an intent without a policy"
    if policy.destination is Destination.ACTION and policy.action is None:
        return "an action without a name"
    if policy.destination is Destination.PERSON:
        return prediction.intent
    needed = SURE_TO_ACT if policy.destination is Destination.ACTION else SURE_TO_ANSWER
    return "unsure of the intent" if _support(prediction, policy, intents) < needed else None


def _support(prediction: Prediction, policy: IntentPolicy, intents: Mapping[str, IntentPolicy]) -> float:
    """The probability that this is where the message belongs."""
    same = [
        share
        for name, share in prediction.top
        if (other := intents.get(name)) is not None
        and (other.destination, other.action) == (policy.destination, policy.action)
    ]
    return (
        max(prediction.confidence, sum(same)) if policy.destination is Destination.ANSWER else prediction.confidence
    )


def read_policies(text: str) -> dict[str, IntentPolicy]:
    """The policy table of a router's artifact."""
    try:
        return _POLICIES.validate_python(json.loads(text))
    except (ValueError, ValidationError) as error:
        raise Unavailable(
            "the intents' policies cannot be read", code="model_broken", remedy="Build the models again."
        ) from error
