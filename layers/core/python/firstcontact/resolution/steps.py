"""The pipeline's steps that find and judge an answer; each returns the updated case and the next step."""

from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status
from firstcontact.cases.steps import NextStep, StepResult
from firstcontact.errors import Invalid, Unavailable
from firstcontact.guardrails import guard
from firstcontact.guardrails.records import GuardedMessage
from firstcontact.guardrails.redaction import mask, restore
from firstcontact.knowledge.context import select_context
from firstcontact.resolution.ports import PipelineServices
from firstcontact.routing.decision import decide_route
from firstcontact.routing.prediction import Prediction
from firstcontact.routing.route import Destination, Signals, Tier
from firstcontact.shop import order_numbers
from firstcontact.text.questions import split_requests

PLAIN_NUMBER = "1042"
WAYS = {Destination.ANSWER: NextStep.RETRIEVE, Destination.ACTION: NextStep.PLAN, Destination.PERSON: NextStep.PERSON}


def guard_message(case: Case) -> StepResult:
    """Check whether the message is safe, and create the redacted text that models may see."""
    guarded = guard.guard_message(case.question, case.before)
    moved = case.model_copy(update={"guarded": guarded})
    if guarded.suspicion:
        return StepResult(moved, NextStep.PERSON, f"suspicious: {guarded.suspicion}")
    return StepResult(moved, NextStep.ROUTE)


def route_message(case: Case, message: GuardedMessage, services: PipelineServices) -> StepResult:
    """Decide whether to answer, to take an action or to involve a person."""
    text = _with_plain_numbers(message.question, services)
    prediction = _predict(text, services)
    leaning = bool(message.before) and not (prediction and prediction.in_scope)
    if leaning:
        prediction = _predict(_with_plain_numbers(message.text, services), services)
    signals = _signals(text, case, services)
    policy = services.policy
    if not policy.languages:
        policy = policy.model_copy(update={"languages": services.shop.profile.languages})
    route = decide_route(prediction, policy, signals, services.switch.people_only(), message.question)
    intent = prediction.intent if prediction else None
    if route.destination is Destination.ANSWER and services.shop.mode(intent) == "off":
        route = route.model_copy(update={"destination": Destination.PERSON, "reason": "answers are off in this shop"})
    if route.destination is Destination.ACTION and (reason := _must_not_act(case, leaning)):
        route = route.model_copy(update={"destination": Destination.PERSON, "action": None, "reason": reason})
    return StepResult(case.model_copy(update={"route": route}), WAYS[route.destination], route.reason)


def _with_plain_numbers(text: str, services: PipelineServices) -> str:
    """The text as a router knows it: however a shop writes its order numbers, what they ask for is the same."""
    return order_numbers.replace(text, services.shop.profile.order_patterns, PLAIN_NUMBER)


def _must_not_act(case: Case, leaning: bool) -> str:
    if case.channel is not Channel.CHAT:
        return "an action, but the customer is not authenticated"
    # With an earlier request as context, "thanks for that" would repeat the request.
    return "an action, but only in the context of an earlier message" if leaning else ""


def _predict(text: str, services: PipelineServices) -> Prediction | None:
    try:
        return services.router.predict(text)
    except (Unavailable, Invalid):
        return None  # decide_route sends a message without a prediction to a person and gives the reason


def _signals(text: str, case: Case, services: PipelineServices) -> Signals:
    parts = [_predict(part, services) for part in split_requests(text)]
    return Signals(language=services.languages.detect(text), requests=tuple(filter(None, parts)), valued=case.valued)


def retrieve_passages(case: Case, message: GuardedMessage, services: PipelineServices) -> StepResult:
    """Retrieve the passages of the knowledge base that match the question."""
    found = select_context(message.question, services.encoder, services.index, before=message.before)
    # A solved ticket may contain personal data of another customer.
    passages = tuple(
        passage.model_copy(update={"text": mask(passage.text)}) if passage.kind == "ticket" else passage
        for passage in found
    )
    moved = case.model_copy(update={"passages": passages})
    if not passages:
        return StepResult(moved, NextStep.PERSON, "nothing found in the knowledge base")
    return StepResult(moved, NextStep.DRAFT)


def draft_reply(case: Case, message: GuardedMessage, services: PipelineServices) -> StepResult:
    """Write a reply grounded in the passages."""
    tier = (case.route.model if case.route else None) or Tier.CHEAP
    written = services.drafter.draft(message.text, case.passages, tier)
    moved = case.model_copy(update={"draft": written})
    if written.abstains:
        return StepResult(moved, NextStep.PERSON, "the passages contain no answer")
    return StepResult(moved, NextStep.GATE)


def gate_reply(case: Case, message: GuardedMessage, services: PipelineServices) -> StepResult:
    """Decide whether the draft may be sent without a review."""
    # Imported here because they need NumPy, which only the functions that run the gate include.
    from firstcontact.gate.judge import judge_reply
    from firstcontact.gate.records import GateInput

    if case.draft is None:
        return StepResult(case, NextStep.PERSON, "there is no draft")
    evidence = GateInput(
        question=message.text,
        passages=case.passages,
        draft=case.draft,
        prediction=case.route.prediction if case.route else None,
    )
    verdict = judge_reply(evidence, services.encoder, services.calibration)
    text = restore(case.draft.text, message.pseudonyms)
    moved = case.model_copy(update={"verdict": verdict, "text": text})
    prediction = evidence.prediction
    mode = services.shop.mode(prediction.intent if prediction else None)
    if mode != "automatic":
        return StepResult(moved, NextStep.PERSON, f"this shop lets people send its answers (mode {mode})")
    if verdict.release:
        return StepResult(moved.model_copy(update={"status": Status.ANSWERED}), NextStep.SEND)
    return StepResult(moved, NextStep.PERSON, "; ".join(verdict.reasons) or "not sure enough")
