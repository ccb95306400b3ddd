"""``python -m infra.local.models.fit_gate``: fit the built-in gate to the demo shop's labelled replies.

Questions whose split is "fit" are learnt from: their good and bad replies, and what the extractive stand-in would
answer. All of them set the weights; probabilities and threshold come from a mix as it will be met, with one bad
reply to a question and without the questions that are marked not to be typical.
Good replies whose document was not found are left out: right as they are, nothing backs them. So are replies that
plainly fail a check, for they are held whatever their score.
Questions that are "held_out" are only reported on, in that mix and with every bad reply.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from firstcontact.adapters.models.onnx import OnnxEncoder
from firstcontact.gate import features
from firstcontact.gate.calibration import Calibration
from firstcontact.gate.features import FEATURE_NAMES
from firstcontact.gate.judge import failed_limits
from firstcontact.text.ports import Encoder
from firstcontact.training import artifact, encoder, recipe
from firstcontact.training.gate_fit import fit

from infra.local.demo.documents import documents
from infra.local.models.gate_report import answers, report
from infra.local.models.labelled import STAND_IN, Reply, demo_index, question_files, questions, replies
from layers.models.build import GATE, GATE_CARD, ROOT

HERE = Path(__file__).resolve().parent
PRODUCT = ROOT / "layers" / "core" / "python" / "firstcontact"
DRAFTER = ("extractive_drafter", "prompt", "sentences", "similarity", "words")
RULES = (
    *("gate/records", "gate/features", "gate/grounding", "gate/judge", "gate/calibration"),
    *("text/questions", "text/analysis", "text/queries", "text/near_duplicates", "text/transcripts", "text/markdown"),
    *("knowledge/search", "knowledge/ranking", "knowledge/context", "knowledge/chunking", "drafting/prompt"),
    *("adapters/models/onnx", "adapters/search/index"),
)


def recipe_hash() -> str:
    """Name what the gate is made from: data, the rules it judges by, the encoder, the code that fits."""
    knowledge = [document.model_dump_json() for document in documents()]
    return artifact.name([recipe.name(_ingredients(), ROOT), knowledge])[:16]


def fit_to_demo(encoder: Encoder) -> tuple[Calibration, dict[str, Any]]:
    """Fit to the questions of the split "fit"; the card reports on those held out."""
    with TemporaryDirectory() as folder:
        index = demo_index(Path(folder) / "demo.db", encoder)
        given = list(replies(encoder, index, "fit"))
        unseen = list(replies(encoder, index, "held_out"))
    measured = [(reply, features.features(reply.evidence, encoder)) for reply in given]
    learned = [(reply, row) for reply, row in measured if not failed_limits(row)]
    calibration = _fit(learned)
    card = {
        "recipe": recipe_hash(),
        "encoder": encoder.name,
        "fitted_replies": len(learned),
        "threshold": calibration.threshold,
        "guarantee": calibration.guarantee.model_dump(),
        "held_out": report([reply for reply in unseen if reply.typical], encoder, calibration),
        "held_out_with_every_bad_reply": report(unseen, encoder, calibration),
        "held_out_questions": answers(list(questions("held_out")), unseen, encoder, calibration),
    }
    return calibration, card


def _fit(learned: list[tuple[Reply, tuple[float, ...]]]) -> Calibration:
    seen = json.dumps([[*reply[1:], reply.evidence.draft.text] for reply, _ in learned])
    return fit(
        FEATURE_NAMES,
        [row for _, row in learned],
        [reply.right for reply, _ in learned],
        [reply.question_id for reply, _ in learned],
        hashlib.sha256(seen.encode()).hexdigest(),
        typical=[reply.typical for reply, _ in learned],
        unanswerable=[reply.kind == STAND_IN and reply.question_kind == "unanswerable" for reply, _ in learned],
    )


def _ingredients() -> Iterator[Path]:
    yield from (HERE / "fit_gate.py", HERE / "labelled.py")
    yield from recipe.sources(*encoder.RECIPE, "gate_fit.py")
    yield from (PRODUCT / f"{rule}.py" for rule in RULES)
    yield from sorted((PRODUCT / "adapters" / "search" / "embedded").glob("*.py"))
    yield from (ROOT / "infra" / "local" / "standins" / f"{name}.py" for name in DRAFTER)
    yield from question_files()


def main() -> int:
    """Fit the gate with the published encoder; write it and its card."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--out", type=Path, default=GATE.parent, metavar="DIR", help="folder of the two files")
    folder: Path = options.parse_args().out
    calibration, card = fit_to_demo(OnnxEncoder(encoder.ready(ROOT / ".local", print)))
    (folder / GATE.name).write_text(calibration.model_dump_json(indent=2) + "\n")
    (folder / GATE_CARD.name).write_text(json.dumps(card, indent=2) + "\n")
    print(f"{folder / GATE.name}: threshold {calibration.threshold}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
