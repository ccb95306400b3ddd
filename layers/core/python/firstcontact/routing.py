"""Where a message goes: to an answer by a cheap or a strong model, an action or a person. In doubt, to a person.

Doubt is counted by destination, not by intent: torn between two intents that are both answered from the
knowledge base, the model is sure of all that matters here, and the gate still judges the reply.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import ValidationError

from firstcontact.errors import Unavailable
from firstcontact.model.fact import Record
from firstcontact.model.prediction import Prediction
from firstcontact.model.route import Destination, Route, Signals, Tier

# Below an even chance a person decides better than the most likely guess.
SURE_TO_ANSWER = 0.5
# An answer is checked again before it leaves; of an action only policy stands behind, so more is asked here.
SURE_TO_ACT = 0.6


class IntentPolicy(Record):
    """What is done with messages of one intent."""

    destination: Destination
    action: str | None = None
    description: str = ""


class Rule(Record):
    """Where messages go that reach every bound it names: to a person, or to an answer by this model.

    ``upset`` and ``hard`` are least probabilities; ``valued`` is about the customer; no intents means any.
    """

    to: Literal["person", "strong", "cheap"]
    because: str
    upset: float | None = None
    hard: float | None = None
    valued: bool | None = None
    intents: tuple[str, ...] = ()

    def holds(self, prediction: Prediction, signals: Signals) -> bool:
        """Whether a message reaches every bound; a sign that the model does not give reaches none."""
        bounds = (("upset", self.upset), ("hard", self.hard))
        reached = all(prediction.sign(sign) >= least for sign, least in bounds if least is not None)
        known = self.valued is None or self.valued == signals.valued
        return reached and known and (not self.intents or prediction.intent in self.intents)


class Policy(Record):
    """The table that decides: what is done with each intent, in which languages, and the rules before it.

    The first rule that holds decides; where none does, an answer is drafted by the cheap model.
    """

    intents: Mapping[str, IntentPolicy]
    languages: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


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


def decide_route(
    prediction: Prediction | None, policy: Policy, signals: Signals, people_only: bool, text: str
) -> Route:
    """Who takes the message, and why, in a few words."""
    person = _person(prediction, policy, signals, people_only, text)
    if person is not None or prediction is None or prediction.intent is None:
        reason = person or "out of scope"
        return Route(destination=Destination.PERSON, reason=reason, prediction=prediction, signals=signals)
    intent = policy.intents[prediction.intent]
    route = Route(
        destination=intent.destination,
        action=intent.action,
        reason=prediction.intent,
        prediction=prediction,
        signals=signals,
    )
    if intent.destination is not Destination.ANSWER:
        return route
    rule = _rule(prediction, policy, signals)
    reason = f"{prediction.intent}: {rule.because}" if rule else prediction.intent
    return route.model_copy(update={"model": Tier(rule.to) if rule else Tier.CHEAP, "reason": reason})


def _person(
    prediction: Prediction | None, policy: Policy, signals: Signals, people_only: bool, text: str
) -> str | None:
    """Why a person should take it, or nothing."""
    if people_only:
        return "people only"
    if asks_for_person(text):
        return "asked for a person"
    if prediction is None:
        return "no prediction"
    if policy.languages and signals.language and signals.language not in policy.languages:
        return f"written in a language that is not answered ({signals.language})"
    if _disagree(signals.requests, policy.intents):
        return "asks for several things"
    rule = _rule(prediction, policy, signals)
    if rule is not None and rule.to == "person":
        return rule.because
    return _not_sure(prediction, policy.intents)


def _not_sure(prediction: Prediction, intents: Mapping[str, IntentPolicy]) -> str | None:
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


def _rule(prediction: Prediction, policy: Policy, signals: Signals) -> Rule | None:
    return next((rule for rule in policy.rules if rule.holds(prediction, signals)), None)


def _disagree(requests: tuple[Prediction, ...], intents: Mapping[str, IntentPolicy]) -> bool:
    """Whether parts of one message belong to different hands; parts that are all to be answered are one question."""
    return len(set(_hands(requests, intents))) > 1


def _hands(
    requests: tuple[Prediction, ...], intents: Mapping[str, IntentPolicy]
) -> Iterator[tuple[Destination, str | None]]:
    for part in requests:
        policy = intents.get(part.intent) if part.intent else None
        if policy is not None and part.in_scope and _support(part, policy, intents) >= SURE_TO_ACT:
            yield policy.destination, policy.action


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


def read_policy(text: str) -> Policy:
    """The policy table of a router's artifact."""
    try:
        return Policy.model_validate_json(text)
    except ValidationError as error:
        raise Unavailable(
            "the policy table cannot be read", code="model_broken", remedy="Build the models again."
        ) from error
