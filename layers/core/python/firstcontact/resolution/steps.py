"""The steps of a case: route, retrieve, draft, gate."""

from firstcontact.cases.case import Case, Channel
from firstcontact.cases.conversation import Status
from firstcontact.cases.steps import Next, StepResult
from firstcontact.errors import Invalid, Unavailable
from firstcontact.guardrails.injection import check_injection
from firstcontact.guardrails.redaction import mask, redact
from firstcontact.knowledge.context import select_context
from firstcontact.resolution.ports import PipelineServices
from firstcontact.routing.decision import decide_route
from firstcontact.routing.prediction import Prediction
from firstcontact.routing.route import Destination, Route, Signals, Tier
from firstcontact.text import questions


def route(case: Case, services: PipelineServices) -> StepResult:
    """Who should take it?"""
    suspicion = check_injection(case.asked)
    text = redact(case.question).text
    prediction = _predict(text, services)
    leaning = bool(case.before) and not (prediction and prediction.in_scope)
    if leaning:
        prediction = _predict(redact(case.asked).text, services)
    decided = decide_route(
        prediction, services.policy, _signals(text, case, services), services.switch.people_only(), case.question
    )
    if suspicion.suspicious:
        decided = Route(
            destination=Destination.PERSON,
            reason=f"suspicious: {suspicion.reasons[0]}",
            prediction=prediction,
            signals=decided.signals,
        )
    if decided.destination is Destination.ACTION and (reason := _must_not_act(case, leaning)):
        decided = decided.model_copy(update={"destination": Destination.PERSON, "action": None, "reason": reason})
    ways = {Destination.ANSWER: Next.RETRIEVE, Destination.ACTION: Next.ACT, Destination.PERSON: Next.PERSON}
    return StepResult(case.model_copy(update={"route": decided}), ways[decided.destination], decided.reason)


def _must_not_act(case: Case, leaning: bool) -> str:
    if case.channel is not Channel.CHAT:
        return "an action, and nobody proved who is asking"
    # Read with an earlier request, "thanks for that" would make it a second time.
    return "an action, if read with what was said before" if leaning else ""


def _predict(text: str, services: PipelineServices) -> Prediction | None:
    try:
        return services.router.predict(text)
    except (Unavailable, Invalid):
        return None  # decide() sends what cannot be routed to a person and says so


def _signals(text: str, case: Case, services: PipelineServices) -> Signals:
    parts = [_predict(part, services) for part in questions.split_requests(text)]
    return Signals(language=services.languages.detect(text), requests=tuple(filter(None, parts)), valued=case.valued)


def retrieve(case: Case, services: PipelineServices) -> StepResult:
    """What do we know about it?"""
    question, before = redact(case.question).text, redact(case.before).text
    # What an agent once wrote to somebody else may hold that customer's data.
    passages = tuple(
        passage.model_copy(update={"text": mask(passage.text)}) if passage.kind == "ticket" else passage
        for passage in select_context(question, services.encoder, services.index, before=before)
    )
    moved = case.model_copy(update={"passages": passages})
    if not passages:
        return StepResult(moved, Next.PERSON, "nothing found in the knowledge base")
    return StepResult(moved, Next.DRAFT)


def draft(case: Case, services: PipelineServices) -> StepResult:
    """Write a reply grounded in the passages."""
    tier = (case.route.model if case.route else None) or Tier.CHEAP
    written = services.drafter.draft(redact(case.asked).text, case.passages, tier)
    moved = case.model_copy(update={"draft": written})
    return (
        StepResult(moved, Next.PERSON, "the passages hold no answer")
        if written.abstains
        else StepResult(moved, Next.GATE)
    )


def judge(case: Case, services: PipelineServices) -> StepResult:
    """May the draft leave on its own?"""
    from firstcontact.gate.judge import judge_reply
    from firstcontact.gate.records import GateInput  # brings NumPy, which only the functions that judge carry

    if case.draft is None:
        return StepResult(case, Next.PERSON, "there is no draft")
    redacted = redact(case.asked)
    evidence = GateInput(
        question=redacted.text,
        passages=case.passages,
        draft=case.draft,
        prediction=case.route.prediction if case.route else None,
    )
    verdict = judge_reply(evidence, services.encoder, services.calibration)
    moved = case.model_copy(update={"verdict": verdict, "text": redacted.restore(case.draft.text)})
    if verdict.release:
        return StepResult(moved.model_copy(update={"status": Status.ANSWERED}), Next.SEND)
    return StepResult(moved, Next.PERSON, "; ".join(verdict.reasons) or "not sure enough")
