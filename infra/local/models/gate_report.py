"""What a gate does with replies to questions it was not fitted to."""

from collections.abc import Sequence
from typing import Any

from firstcontact.gate.calibration import Calibration
from firstcontact.gate.judge import judge_reply
from firstcontact.gate.records import Verdict
from firstcontact.text.ports import Encoder
from firstcontact.training.gate_fit import lower_bound

from infra.local.models.labelled import STAND_IN, Reply

Pairs = list[tuple[Reply, Verdict]]


def report(unseen: list[Reply], encoder: Encoder, calibration: Calibration) -> dict[str, Any]:
    """Its precision, and what it releases by kind of reply."""
    verdicts = [judge_reply(reply.evidence, encoder, calibration) for reply in unseen]
    pairs = list(zip(unseen, verdicts, strict=True))
    released = [reply for reply, verdict in pairs if verdict.release]
    right = sum(reply.right for reply in released)
    kinds = sorted({reply.kind for reply in unseen})
    return {
        "replies": len(unseen),
        "released": len(released),
        "right": right,
        "precision": round(right / len(released), 4) if released else None,
        "precision_lower_bound": round(lower_bound(right, len(released)), 4),
        "released_of_good_answerable": _rate(
            [p for p in pairs if p[0].kind == "good" and p[0].question_kind == "answerable"]
        ),
        "released_of_wrong": _rate([p for p in pairs if not p[0].right]),
        "released_of_unanswerable": _rate([p for p in pairs if p[0].question_kind == "unanswerable"]),
        "released_by_kind": {kind: _rate([p for p in pairs if p[0].kind == kind]) for kind in kinds},
        "calibration_error": round(_calibration_error(pairs), 4),
    }


def answers(
    questions: Sequence[dict[str, Any]], unseen: list[Reply], encoder: Encoder, calibration: Calibration
) -> dict[str, Any]:
    """What customers get who ask these questions, if each is searched for and drafted by the stand-in."""
    drafted = [reply for reply in unseen if reply.kind == STAND_IN]
    released = [reply for reply in drafted if judge_reply(reply.evidence, encoder, calibration).release]
    found: dict[str, Any] = {}
    for kind in ("answerable", "unanswerable"):
        sent = [reply for reply in released if reply.question_kind == kind]
        right = sum(reply.right for reply in sent)
        asked = sum(row["kind"] == kind for row in questions)
        found[kind] = {"asked": asked, "answered_right": right, "answered_wrong": len(sent) - right}
    return found


def _rate(chosen: Pairs) -> float | None:
    return round(sum(verdict.release for _, verdict in chosen) / len(chosen), 4) if chosen else None


def _calibration_error(pairs: Pairs, bins: int = 10) -> float:
    """The expected gap between confidence and being right, over equal bins of confidence."""
    total = 0.0
    for at in range(bins):
        held = [
            p
            for p in pairs
            if at / bins <= p[1].confidence < (at + 1) / bins or (at == bins - 1 and p[1].confidence == 1)
        ]
        total += abs(sum(v.confidence for _, v in held) - sum(r.right for r, _ in held))
    return total / len(pairs) if pairs else 0.0
