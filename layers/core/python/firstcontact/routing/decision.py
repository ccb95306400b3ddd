"""Decides where a message goes: to an action or a person where that is clear, else to an answer.

An answer is searched for, and checked before it is sent, so a question that no intent is sure of can still be one.
"""

from collections.abc import Iterator, Mapping

from firstcontact.routing.handoff import asks_for_person
from firstcontact.routing.policy import IntentPolicy, Policy, Rule
from firstcontact.routing.prediction import Prediction
from firstcontact.routing.route import Destination, Route, Signals, Tier

# At even odds or better, the most likely intent is named as the reason for an answer, and one that people deal with
# goes to them, even if the message seems out of scope.
LIKELY = 0.5
# An answer is checked again before it is sent, but an action only by its policy, so it needs more confidence.
SURE_TO_ACT = 0.6


def decide_route(
    prediction: Prediction | None, policy: Policy, signals: Signals, people_only: bool, text: str
) -> Route:
    """Decide who handles the message, with the reason in a few words."""
    person = _person(prediction, policy, signals, people_only, text)
    if person is not None or prediction is None:
        reason = person or "no prediction"
        return Route(destination=Destination.PERSON, reason=reason, prediction=prediction, signals=signals)
    intent = policy.intents.get(prediction.intent or "")
    if intent is not None and _acts(prediction, intent):
        return Route(
            destination=Destination.ACTION,
            action=intent.action,
            reason=str(prediction.intent),
            prediction=prediction,
            signals=signals,
        )
    rule = _rule(prediction, policy, signals)
    reason = _reason_to_answer(prediction, intent, policy.intents)
    return Route(
        destination=Destination.ANSWER,
        model=Tier(rule.to) if rule else Tier.CHEAP,
        reason=f"{reason}: {rule.because}" if rule else reason,
        prediction=prediction,
        signals=signals,
    )


def _acts(prediction: Prediction, intent: IntentPolicy) -> bool:
    return intent.destination is Destination.ACTION and prediction.confidence >= SURE_TO_ACT


def _reason_to_answer(
    prediction: Prediction, intent: IntentPolicy | None, intents: Mapping[str, IntentPolicy]
) -> str:
    if intent is None or prediction.intent is None:
        return "out of scope"
    if intent.destination is Destination.ACTION:
        return f"{prediction.intent}, but not sure enough to act"
    return prediction.intent if _support(prediction, intent, intents) >= LIKELY else "unsure of the intent"


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
    return _left_to_people(prediction, policy.intents)


def _left_to_people(prediction: Prediction, intents: Mapping[str, IntentPolicy]) -> str | None:
    """Why people deal with the message's intent, or None; out of scope, an intent counts only if it is likely."""
    if prediction.intent is None:
        likely = (name for name, share in prediction.top if share >= LIKELY)
        return next((name for name in likely if _is_for_people(intents.get(name))), None)
    policy = intents.get(prediction.intent)
    if policy is None:
        return "an intent without a policy"
    if policy.destination is Destination.ACTION and policy.action is None:
        return "an action without a name"
    return prediction.intent if _is_for_people(policy) else None


def _is_for_people(policy: IntentPolicy | None) -> bool:
    return policy is not None and policy.destination is Destination.PERSON


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
