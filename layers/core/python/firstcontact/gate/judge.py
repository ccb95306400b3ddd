"""Decides if a reply is sent without a person: each sentence is checked, the whole is scored, doubt holds it back."""

import math
from collections.abc import Sequence

from firstcontact.gate.calibration import TARGET_PRECISION, Calibration
from firstcontact.gate.features import FEATURE_NAMES, FEATURES, features
from firstcontact.gate.records import GateInput, Verdict
from firstcontact.text.ports import Encoder

__all__ = ["FEATURE_NAMES", "Calibration", "GateInput", "features", "judge_reply"]

MAX_REASONS = 3
# Below these values a check has clearly failed, and no score makes up for it.
HARD_LIMITS = {
    "numbers_known": 1.0,
    "numbers_backed": 1.0,
    "measures_backed": 1.0,
    "same_denial": 1.0,
    "no_false_yes": 1.0,
    "weakest_clause": 0.5,
}


def judge_reply(
    evidence: GateInput, encoder: Encoder, calibration: Calibration, threshold: float | None = None
) -> Verdict:
    """Score a draft and decide. ``threshold`` replaces the fitted one; a value below 0.85 counts as 0.85."""
    against = _against(evidence)
    if against is not None:
        return _held(0.0, against)
    row = features(evidence, encoder)
    measured = dict(zip(FEATURE_NAMES, row, strict=True))
    if not set(calibration.features) <= measured.keys():
        return _held(0.0, "the gate was calibrated for other features")
    values = [measured[name] for name in calibration.features]
    confidence = calibration.confidence(values)
    if math.isnan(confidence):
        return _held(0.0, "the reply could not be scored")
    if failures := failed_limits(row):
        return _held(min(confidence, 0.5), *failures[:MAX_REASONS])
    if calibration.threshold is None:
        return _held(confidence, "no threshold reaches the target precision, so nothing is released")
    if confidence >= max(TARGET_PRECISION, calibration.threshold if threshold is None else threshold):
        return Verdict(confidence=confidence, release=True)
    return _held(confidence, *_doubts(calibration, values))


def failed_limits(row: Sequence[float]) -> list[str]:
    """The hard limits that a draft's features fail, in words."""
    measured = dict(zip(FEATURE_NAMES, row, strict=True))
    return list(dict.fromkeys(FEATURES[name] for name, least in HARD_LIMITS.items() if measured[name] < least))


def _held(confidence: float, *reasons: str) -> Verdict:
    return Verdict(confidence=confidence, release=False, reasons=reasons)


def _against(evidence: GateInput) -> str | None:
    """The reason to hold a reply back before it is scored, if there is one."""
    if evidence.draft.abstains or not any(c.isalnum() for c in evidence.draft.text):
        return "the draft gives no answer"
    if not evidence.claims:
        return "the draft makes no statement that can be checked"
    if not evidence.passages:
        return "there are no passages to check the draft against"
    if any(not 0 < n <= len(evidence.passages) for numbers in evidence.draft.citations for n in numbers):
        return "it cites a passage that does not exist"
    return None


def _doubts(calibration: Calibration, values: Sequence[float]) -> list[str]:
    """What counts most against the reply, in words; never empty."""
    shares = sorted(zip(calibration.contributions(values), calibration.features, strict=True))
    said = dict.fromkeys(FEATURES[name] for share, name in shares if share < 0)
    return list(said)[:MAX_REASONS] or ["not sure enough"]
