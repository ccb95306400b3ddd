"""The way of a case: route → retrieve → draft → gate, then out, to an action or to a person.

Both paths run these steps. The chat runs them one after the other in one process (``run_pipeline``); in the workflow
each state runs one of them. A step never sends anything: it moves the case on and says where to go next.
"""

from collections.abc import Callable, Mapping

from firstcontact import asking, guard, privacy, retrieval, routing
from firstcontact.errors import Invalid, TooSlow, Unavailable
from firstcontact.means import PipelineServices
from firstcontact.model.case import Case, Channel
from firstcontact.model.conversation import Status
from firstcontact.model.prediction import Prediction
from firstcontact.model.route import Destination, Route, Signals, Tier
from firstcontact.model.step import Next, Step, StepResult
from firstcontact.ports import CaseStore


def route(case: Case, services: PipelineServices) -> StepResult:
    """Who should take it?"""
    suspicion = guard.check_injection(case.asked)
    text = privacy.redact(case.question).text
    prediction = _predict(text, services)
    leaning = bool(case.before) and not (prediction and prediction.in_scope)
    if leaning:
        prediction = _predict(privacy.redact(case.asked).text, services)
    decided = routing.decide_route(
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
    parts = [_predict(part, services) for part in asking.split_requests(text)]
    return Signals(language=services.languages.detect(text), requests=tuple(filter(None, parts)), valued=case.valued)


def retrieve(case: Case, services: PipelineServices) -> StepResult:
    """What do we know about it?"""
    question, before = privacy.redact(case.question).text, privacy.redact(case.before).text
    # What an agent once wrote to somebody else may hold that customer's data.
    passages = tuple(
        passage.model_copy(update={"text": privacy.mask(passage.text)}) if passage.kind == "ticket" else passage
        for passage in retrieval.select_context(question, services.encoder, services.index, before=before)
    )
    moved = case.model_copy(update={"passages": passages})
    if not passages:
        return StepResult(moved, Next.PERSON, "nothing found in the knowledge base")
    return StepResult(moved, Next.DRAFT)


def draft(case: Case, services: PipelineServices) -> StepResult:
    """Write a reply grounded in the passages."""
    tier = (case.route.model if case.route else None) or Tier.CHEAP
    written = services.drafter.draft(privacy.redact(case.asked).text, case.passages, tier)
    moved = case.model_copy(update={"draft": written})
    return (
        StepResult(moved, Next.PERSON, "the passages hold no answer")
        if written.abstains
        else StepResult(moved, Next.GATE)
    )


def judge(case: Case, services: PipelineServices) -> StepResult:
    """May the draft leave on its own?"""
    from firstcontact import gate  # brings NumPy, which only the functions that judge carry

    if case.draft is None:
        return StepResult(case, Next.PERSON, "there is no draft")
    redacted = privacy.redact(case.asked)
    evidence = gate.GateInput(
        question=redacted.text,
        passages=case.passages,
        draft=case.draft,
        prediction=case.route.prediction if case.route else None,
    )
    verdict = gate.judge_reply(evidence, services.encoder, services.calibration)
    moved = case.model_copy(update={"verdict": verdict, "text": redacted.restore(case.draft.text)})
    if verdict.release:
        return StepResult(moved.model_copy(update={"status": Status.ANSWERED}), Next.SEND)
    return StepResult(moved, Next.PERSON, "; ".join(verdict.reasons) or "not sure enough")


STEPS: Mapping[Next, Callable[[Case, PipelineServices], StepResult]] = {
    Next.RETRIEVE: retrieve,
    Next.DRAFT: draft,
    Next.GATE: judge,
}
STAGES = {Next.RETRIEVE: "searching", Next.DRAFT: "drafting", Next.GATE: "checking"}


def run_step(case_id: str, cases: CaseStore, step: Callable[[Case], StepResult]) -> Step:
    """One step of a kept case, for a state of the workflow."""
    moved = step(cases.get(case_id))
    cases.put(moved.case)
    return Step(next=moved.next, reason=moved.reason)


def run_pipeline(case: Case, services: PipelineServices, tell: Callable[[str], None]) -> StepResult:
    """All steps in one go, as far as time allows. A dependency that fails sends the case to a person."""
    try:
        moved = route(case, services)
    except Unavailable as error:
        return StepResult(case, Next.PERSON, f"routing failed: {error.detail}")
    while moved.next in STEPS:
        tell(STAGES[moved.next])
        try:
            moved = STEPS[moved.next](moved.case, services)
        except TooSlow:
            return moved  # still to be done, where there is more time
        except Unavailable as error:
            return StepResult(moved.case, Next.PERSON, f"{STAGES[moved.next]} failed: {error.detail}")
    return moved
