"""Builds the gate: fits its calibration to the demo's labelled replies and reports on questions it never saw.

Questions whose split is "fit" are learnt from: their good and bad replies, and what the extractive stand-in would
answer. All of them set the weights; probabilities and threshold come from a mix as it will be met, with one bad
reply to a question and without the questions that are marked not to be typical.
Good replies whose document was not found are left out: right as they are, nothing backs them. So are replies that
plainly fail a check, for they are held whatever their score.
Questions that are "held_out" are only reported on, in that mix and with every bad reply.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.drafting.prompt import parse_draft, render_prompt
from firstcontact.drafting.records import Draft
from firstcontact.gate import features
from firstcontact.gate.calibration import Calibration
from firstcontact.gate.features import FEATURE_NAMES
from firstcontact.gate.judge import failed_limits, judge_reply
from firstcontact.gate.records import GateInput
from firstcontact.knowledge.context import select_context
from firstcontact.text import analysis
from firstcontact.text.ports import Encoder
from firstcontact.training.gate_fit import fit, lower_bound

from infra.local.demo.documents import documents
from infra.local.standins.extractive_drafter import ExtractiveModel
from infra.local.standins.prompt import read_prompt
from infra.local.standins.similarity import Likeness

DEMO = Path(__file__).resolve().parents[2] / "infra" / "local" / "demo"
STAND_IN = "stand-in"
SURELY_RIGHT, SURELY_WRONG = 0.6, 0.25


class Reply(NamedTuple):
    """A reply to judge, and whether it is right. ``kind`` says what it is: good, stand-in, or why it is bad."""

    evidence: GateInput
    question_id: str
    question_kind: str
    right: bool
    kind: str
    typical: bool = True


def build(encoder_dir: Path, out: Path) -> None:
    """Fit the gate with this encoder; write ``gate.json`` and ``card.json``."""
    from firstcontact.adapters.models.onnx import OnnxEncoder

    calibration, card = fit_to_demo(OnnxEncoder(encoder_dir))
    out.mkdir(parents=True, exist_ok=True)
    (out / "gate.json").write_text(calibration.model_dump_json(indent=2) + "\n")
    (out / "card.json").write_text(json.dumps(card, indent=2) + "\n")


def fit_to_demo(encoder: Encoder) -> tuple[Calibration, dict[str, Any]]:
    """Fit to the questions of the split "fit"; the card reports on those held out."""
    with TemporaryDirectory() as folder:
        index = demo_index(Path(folder) / "demo.db", encoder)
        given = list(replies(encoder, index, "fit"))
        unseen = list(replies(encoder, index, "held_out"))
    measured = [(reply, features.features(reply.evidence, encoder)) for reply in given]
    learned = [(reply, row) for reply, row in measured if not failed_limits(row)]
    seen = json.dumps([[*reply[1:], reply.evidence.draft.text] for reply, _ in learned])
    calibration = fit(
        FEATURE_NAMES,
        [row for _, row in learned],
        [reply.right for reply, _ in learned],
        [reply.question_id for reply, _ in learned],
        hashlib.sha256(seen.encode()).hexdigest(),
        typical=[reply.typical for reply, _ in learned],
        unanswerable=[reply.kind == STAND_IN and reply.question_kind == "unanswerable" for reply, _ in learned],
    )
    card = {
        "encoder": encoder.name,
        "fitted_replies": len(learned),
        "threshold": calibration.threshold,
        "guarantee": calibration.guarantee.model_dump(),
        "held_out": report([reply for reply in unseen if reply.typical], encoder, calibration),
        "held_out_with_every_bad_reply": report(unseen, encoder, calibration),
    }
    return calibration, card


def demo_index(path: Path, encoder: Encoder) -> EmbeddedIndex:
    """An index of the demo shop's articles and solved tickets."""
    with EmbeddedWriter(path, encoder) as writer:
        writer.put(documents())
    return EmbeddedIndex(path, encoder.name)


def questions(split: str) -> Iterator[dict[str, Any]]:
    """The labelled questions of a split."""
    for file in sorted(DEMO.glob("questions_*.jsonl")):
        rows = (json.loads(line) for line in file.read_text().splitlines() if line.strip())
        yield from (row for row in rows if row["split"] == split)


def replies(encoder: Encoder, index: EmbeddedIndex, split: str) -> Iterator[Reply]:
    """Every labelled reply to the questions of a split, with the passages that search brings for it."""
    standin = ExtractiveModel(Likeness(encoder))
    for place, row in enumerate(questions(split)):
        passages = tuple(select_context(row["question"], encoder, index))
        backed = {passage.document_id for passage in passages} & set(row["documents"])

        def reply(draft: Draft, right: bool, kind: str, row: Any = row, passages: Any = passages) -> Reply:
            evidence = GateInput(question=row["question"], passages=passages, draft=draft)
            return Reply(evidence, row["id"], row["kind"], right, kind, typical=row.get("typical", True))

        chosen = place % max(1, len(row["bad"]))

        for text in row["good"]:
            if backed or split != "fit":
                yield reply(parse_draft(text, "label"), True, "good")
        for number, bad in enumerate(row["bad"]):
            wrong = reply(parse_draft(bad["text"], "label"), False, bad["why"])
            yield wrong._replace(typical=number == chosen)
        prompt = read_prompt(render_prompt(row["question"], passages))
        written = parse_draft(standin.answer(prompt), STAND_IN)
        right = None if written.abstains else _right(written, row)
        if right is not None:
            yield reply(written, right, STAND_IN)


def report(unseen: list[Reply], encoder: Encoder, calibration: Calibration) -> dict[str, Any]:
    """What the gate does with replies to questions it never saw."""
    verdicts = [judge_reply(reply.evidence, encoder, calibration) for reply in unseen]
    pairs = list(zip(unseen, verdicts, strict=True))

    def rate(chosen: list[tuple[Reply, Any]]) -> float | None:
        return round(sum(verdict.release for _, verdict in chosen) / len(chosen), 4) if chosen else None

    released = [reply for reply, verdict in pairs if verdict.release]
    right = sum(reply.right for reply in released)
    kinds = sorted({reply.kind for reply in unseen})
    return {
        "replies": len(unseen),
        "released": len(released),
        "right": right,
        "precision": round(right / len(released), 4) if released else None,
        "precision_lower_bound": round(lower_bound(right, len(released)), 4),
        "released_of_good_answerable": rate(
            [p for p in pairs if p[0].kind == "good" and p[0].question_kind == "answerable"]
        ),
        "released_of_wrong": rate([p for p in pairs if not p[0].right]),
        "released_of_unanswerable": rate([p for p in pairs if p[0].question_kind == "unanswerable"]),
        "released_by_kind": {kind: rate([p for p in pairs if p[0].kind == kind]) for kind in kinds},
        "calibration_error": round(_calibration_error(pairs), 4),
    }


def _right(written: Draft, row: dict[str, Any]) -> bool | None:
    """Whether the stand-in's answer is right: much like a good reply, or like none; None when neither is clear."""
    if row["kind"] != "answerable":
        return False
    if row.get("answers"):
        said = set(written.sentences)
        return any(said >= {*answer} for answer in row["answers"])
    likeness = max((_alike(s, good) for s in written.sentences for good in row["good"]), default=0.0)
    if likeness < SURELY_WRONG:
        return False
    return True if likeness >= SURELY_RIGHT else None


def _alike(sentence: str, good: str) -> float:
    said = set(analysis.stems(sentence))
    told = [set(analysis.stems(part)) for part in analysis.sentences(good) if not analysis.admits(part)]
    return max((min(analysis.share(said, part), analysis.share(part, said)) for part in told if part), default=0.0)


def _calibration_error(pairs: list[tuple[Reply, Any]], bins: int = 10) -> float:
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
