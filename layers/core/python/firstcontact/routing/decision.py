"""Decides where a message goes: to an answer, an action or a person. In doubt, to a person."""

from collections.abc import Iterator, Mapping

from firstcontact.routing.handoff import asks_for_person
from firstcontact.routing.policy import IntentPolicy, Policy, Rule
from firstcontact.routing.prediction import Prediction
from firstcontact.routing.route import Destination, Route, Signals, Tier

# Below an even chance, a person decides better than the model's most likely intent.
SURE_TO_ANSWER = 0.5
# An answer is checked again before it is sent, but an action only by its policy, so it needs more confidence.
SURE_TO_ACT = 0.6


def decide_route(
    prediction: Prediction | None, policy: Policy, signals: Signals, people_only: bool, text: str
) -> Route:
    """Decide who handles the message, with the reason in a few words."""
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
    """The reason why a person should handle the message, or None."""
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
    """Whether a message's parts have different destinations or actions; several questions to answer do not differ."""
    return len(set(_hands(requests, intents))) > 1


def _hands(
    requests: tuple[Prediction, ...], intents: Mapping[str, IntentPolicy]
) -> Iterator[tuple[Destination, str | None]]:
    for part in requests:
        policy = intents.get(part.intent) if part.intent else None
        if policy is not None and part.in_scope and _support(part, policy, intents) >= SURE_TO_ACT:
            yield policy.destination, policy.action


def _support(prediction: Prediction, policy: IntentPolicy, intents: Mapping[str, IntentPolicy]) -> float:
    """The probability that the destination is right; for an answer, intents with the same destination add up."""
    same = [
        share
        for name, share in prediction.top
        if (other := intents.get(name)) is not None
        and (other.destination, other.action) == (policy.destination, policy.action)
    ]
    return (
        max(prediction.confidence, sum(same)) if policy.destination is Destination.ANSWER else prediction.confidence
    )
