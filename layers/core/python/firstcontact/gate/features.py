"""The features that the gate computes for a drafted reply. For every feature, higher is better."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from firstcontact.gate.grounding import Backing, PassageIndex
from firstcontact.gate.records import GateInput
from firstcontact.text import analysis, questions, transcripts
from firstcontact.text.ports import Encoder

_BACKED = "a sentence is not backed by the passages"
_NUMBERS = "a number does not match the passages"
_BESIDE = "it may not answer the question"
_PARTLY = "a part of the question may be left open"
# Each feature with the reason that is given if it counts most against a reply.
FEATURES = {
    "words_backed": _BACKED,
    "weakest_clause": _BACKED,
    "numbers_backed": _NUMBERS,
    "measures_backed": _NUMBERS,
    "number_context": _NUMBERS,
    "numbers_known": "it has a number that no passage has",
    "words_known": "it uses words that no passage has",
    "echo_known": "it repeats words of the question that no passage has",
    "same_denial": "it denies what the passages affirm, or the reverse",
    "no_false_yes": "it says yes where the passages say no",
    "source_rank": "its source is not among the closest passages",
    "source_margin": "its source is not the closest passage",
    "reply_close": _BESIDE,
    "reply_margin": _BESIDE,
    "window_close": _BESIDE,
    "question_covered": _BESIDE,
    "kind_fits": "it lacks the kind of answer that was asked for",
    "parts_close": _PARTLY,
    "parts_covered": _PARTLY,
    "names_known": "the question names something that no passage mentions",
    "solved_before": "no similar solved ticket confirms it",
    "solved_margin": "the closest solved ticket says something else",
    "search_top": "no close passage was found",
    "search_margin": "no passage stood out from the others",
    "backed_margin": _BESIDE,
    "backed_close": _BESIDE,
    "backed_window": _BESIDE,
    "backed_covered": _PARTLY,
    "router_sure": "the intent is not clear",
    "router_scope": "the question seems out of scope",
}
FEATURE_NAMES = tuple(FEATURES)
MAX_ENCODED = 6
MIN_AGREEMENT = 0.6  # share of the reply's words in a ticket's answer, or the reverse, from which both say the same
_YES = re.compile(r"^\s*yes\b[,.:;]?\s*", re.IGNORECASE)


class _Closeness(NamedTuple):
    """Cosines between question and reply: of the closest claim, of what backs it, of the worst-answered part."""

    reply: float
    window: float
    parts: float


def features(evidence: GateInput, encoder: Encoder) -> tuple[float, ...]:
    """The features of a draft, in the order of ``FEATURE_NAMES``."""
    everything = PassageIndex(evidence.passages)
    backings = [_ground(evidence, numbers, everything).back(claim) for claim, numbers in evidence.claims]
    close = _closeness(evidence, backings, encoder)
    measured = {
        **_backed(evidence, backings, everything),
        **_answered(evidence, backings, everything, close),
        **_found(evidence, backings),
    }
    solid = min(measured["words_backed"], measured["measures_backed"], measured["number_context"])
    measured["backed_margin"] = solid * min(max(measured["reply_margin"] + 0.3, 0.0), 0.6)
    measured["backed_close"] = solid * close.reply
    measured["backed_window"] = solid * close.window
    measured["backed_covered"] = solid * measured["parts_covered"]
    return tuple(float(measured[name]) for name in FEATURE_NAMES)


def _ground(evidence: GateInput, numbers: Sequence[int], everything: PassageIndex) -> PassageIndex:
    cited = [number - 1 for number in numbers if 0 < number <= len(evidence.passages)]
    return PassageIndex(evidence.passages, cited) if cited else everything


def _closeness(evidence: GateInput, backings: Sequence[Backing], encoder: Encoder) -> _Closeness:
    claims = [claim for claim, _ in evidence.claims][:MAX_ENCODED]
    parts = questions.split_questions(evidence.question)
    headed = [backing.headed(claim) for claim, backing in zip(claims, backings, strict=False)]
    vectors = encoder.encode([evidence.question, *headed, *(parts if len(parts) > 1 else [])])
    asked, said = vectors[0], vectors[1 : 1 + len(claims)]
    if not claims:
        return _Closeness(0.0, 0.0, 0.0)
    nearest = int(np.argmax(said @ asked))
    window = backings[nearest].window
    backing = encoder.encode([backings[nearest].headed(window)])[0] if window else asked
    wanted = vectors[1 + len(claims) :] if len(parts) > 1 else vectors[:1]
    return _Closeness(
        reply=float(said[nearest] @ asked),
        window=float(backing @ asked) if window else 0.0,
        parts=float((wanted @ said.T).max(axis=1).min()),
    )


def _backed(evidence: GateInput, backings: Sequence[Backing], ground: PassageIndex) -> dict[str, float]:
    claims = [claim for claim, _ in evidence.claims]
    asked = analysis.stems(evidence.question)
    strange = analysis.missing((stem for claim in claims for stem in analysis.stems(claim)), ground.stems)
    known = ground.numbers | analysis.numbers(evidence.question)
    differ = [analysis.denies(claim) != analysis.denies(b.window) for claim, b in zip(claims, backings, strict=True)]
    false_yes = bool(_YES.match(evidence.draft.text)) and any(analysis.denies(b.window) for b in backings)
    return {
        "words_backed": float(np.mean([b.words for b in backings])) if backings else 0.0,
        "weakest_clause": min((b.weakest_clause for b in backings), default=0.0),
        "numbers_backed": min((b.numbers for b in backings), default=0.0),
        "measures_backed": min((b.measures for b in backings), default=0.0),
        "number_context": min((b.number_context for b in backings), default=0.0),
        "numbers_known": min((analysis.share(analysis.numbers(c), known) for c in claims), default=0.0),
        "words_known": 1 - min(len(strange), 4) / 4,
        "echo_known": 1 - min(len(set(strange) & set(asked)), 4) / 4,
        "same_denial": float(not any(differ)),
        "no_false_yes": float(not false_yes),
    }


def _answered(
    evidence: GateInput, backings: Sequence[Backing], ground: PassageIndex, close: _Closeness
) -> dict[str, float]:
    question, reply = evidence.question, evidence.draft.text
    asked, answered = analysis.stems(question), set(analysis.stems(reply))
    windows = {stem for b in backings for stem in analysis.stems(f"{b.window} {b.title}")}
    parts = questions.split_questions(question)
    # A reply that admits what it does not know leaves no part unanswered.
    honest = any(analysis.admits(sentence) for sentence in evidence.draft.sentences)
    covered = [1 - len(analysis.missing(s, answered)) / len(set(s)) for s in map(analysis.stems, parts) if s]
    top = max((p.cosine for p in evidence.passages), default=0.0)
    return {
        "reply_close": close.reply,
        "reply_margin": close.reply - top,
        "window_close": close.window,
        "question_covered": analysis.share(asked, windows | answered),
        "kind_fits": questions.fits_kind(question, reply),
        "parts_close": max(close.parts, close.reply if honest else -1.0),
        "parts_covered": 1.0 if honest and len(parts) > 1 else min(covered, default=1.0),
        "names_known": float(honest or not questions.unknown_names(question, ground.text)),
    }


def _found(evidence: GateInput, backings: Sequence[Backing]) -> dict[str, float]:
    same, otherwise = _solved(evidence)
    cosines = [passage.cosine for passage in evidence.passages]
    top = max(cosines, default=0.0)
    ranks = [b.passage for b in backings if b.passage >= 0]
    guess = evidence.prediction
    return {
        "source_rank": -float(min(ranks, default=len(cosines))),
        "source_margin": max((cosines[rank] for rank in ranks), default=0.0) - top,
        "solved_before": same,
        "solved_margin": same - otherwise,
        "search_top": top,
        "search_margin": top - float(np.mean(cosines)) if cosines else 0.0,
        "router_sure": guess.confidence if guess else 1.0,
        "router_scope": -guess.oos_score if guess else 0.0,
    }


def _solved(evidence: GateInput) -> tuple[float, float]:
    """The similarity of the closest ticket whose answer agrees with the reply, and of the closest other ticket."""
    said = set(analysis.stems(evidence.draft.text))
    same, other = 0.0, 0.0
    for ticket in (passage for passage in evidence.passages if passage.kind == "ticket"):
        told = set(analysis.stems(transcripts.answer_in(ticket.text)))
        agreed = max(analysis.share(said, told), analysis.share(told, said)) if said and told else 0.0
        if agreed >= MIN_AGREEMENT:
            same = max(same, agreed * ticket.cosine)
        else:
            other = max(other, ticket.cosine)
    return same, other
