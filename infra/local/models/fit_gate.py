"""``python -m infra.local.models.fit_gate [--shop NAME]``: fit a gate to labelled replies.

The built-in gate is fitted to several shops with the published encoder; with ``--shop``, a gate is fitted to that
shop alone, with the encoder that its folder asks for.

Questions whose split is "fit" are learnt from: their good and bad replies, and what the extractive stand-in would
answer. All of them set the weights; probabilities and threshold come from a mix as it will be met, with one bad
reply to a question and without the questions that are marked not to be typical.
Good replies whose document was not found are left out: right as they are, nothing backs them. So are replies that
plainly fail a check, for they are held whatever their score.
Questions that are "held_out" are only reported on, in that mix and with every bad reply: some of Tidewire's, and all
of a shop that nothing was fitted to.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
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

from infra.local.models.gate_report import answers, report
from infra.local.models.labelled import STAND_IN, Reply, index_of, replies
from infra.local.models.shops import LabelledShop, all_labelled, labelled
from layers.models.build import build_encoder
from layers.models.sources import GATE, GATE_CARD, ROOT, gate_in

HERE = Path(__file__).resolve().parent
PRODUCT = ROOT / "layers" / "core" / "python" / "firstcontact"
DRAFTER = ("extractive_drafter", "prompt", "sentences", "similarity", "words")
RULES = (
    *("gate/records", "gate/features", "gate/grounding", "gate/judge", "gate/calibration"),
    *("text/questions", "text/analysis", "text/queries", "text/near_duplicates", "text/transcripts", "text/markdown"),
    *("knowledge/search", "knowledge/ranking", "knowledge/context", "knowledge/chunking", "drafting/prompt"),
    *("adapters/models/onnx", "adapters/search/index"),
)


def recipe_hash(shops: Sequence[LabelledShop]) -> str:
    """Name what a gate is made from: data, the rules it judges by, the encoder, the code that fits."""
    knowledge = [document.model_dump_json() for shop in shops for document in shop.documents()]
    return artifact.name([recipe.name(_ingredients(shops), ROOT), knowledge])[:16]


def fit_to(shops: Sequence[LabelledShop], encoder: Encoder) -> tuple[Calibration, dict[str, Any]]:
    """Fit to the questions of the split "fit"; the card reports on those held out."""
    given, unseen = list[Reply](), dict[str, list[Reply]]()
    for shop in shops:
        with TemporaryDirectory() as folder:
            index = index_of(shop, Path(folder) / "index.db", encoder)
            given += replies(shop, encoder, index, "fit")
            unseen[shop.name] = list(replies(shop, encoder, index, "held_out"))
    measured = [(reply, features.features(reply.evidence, encoder)) for reply in given]
    learned = [(reply, row) for reply, row in measured if not failed_limits(row)]
    calibration = _fit(learned)
    card = {
        "recipe": recipe_hash(shops),
        "encoder": encoder.name,
        "fitted_replies": len(learned),
        "threshold": calibration.threshold,
        "guarantee": calibration.guarantee.model_dump(),
        "held_out": {
            name: _held_out(labelled(name), found, encoder, calibration) for name, found in unseen.items() if found
        },
    }
    return calibration, card


def _held_out(shop: LabelledShop, unseen: list[Reply], encoder: Encoder, calibration: Calibration) -> dict[str, Any]:
    return {
        "as_met": report([reply for reply in unseen if reply.typical], encoder, calibration),
        "with_every_bad_reply": report(unseen, encoder, calibration),
        "questions": answers(list(shop.questions("held_out")), unseen, encoder, calibration),
    }


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


def _ingredients(shops: Sequence[LabelledShop]) -> Iterator[Path]:
    yield from (HERE / "fit_gate.py", HERE / "labelled.py", HERE / "shops.py")
    yield from recipe.sources(*encoder.RECIPE, "gate_fit.py")
    yield from (PRODUCT / f"{rule}.py" for rule in RULES)
    yield from sorted((PRODUCT / "adapters" / "search" / "embedded").glob("*.py"))
    yield from (ROOT / "infra" / "local" / "standins" / f"{name}.py" for name in DRAFTER)
    yield from (file for shop in shops for file in shop.files)


def main() -> int:
    """Fit a gate; write it and its card."""
    options = argparse.ArgumentParser(prog="python -m infra.local.models.fit_gate", description=main.__doc__)
    names = [shop.name for shop in all_labelled()]
    options.add_argument("--shop", choices=names, help="fit to this shop alone, for its own folder")
    options.add_argument("--out", type=Path, metavar="DIR", help="folder of the two files")
    given = options.parse_args()
    shop = labelled(given.shop) if given.shop else None
    with TemporaryDirectory() as scratch:
        built = build_encoder(encoder.weights_of(ROOT / ".local"), Path(scratch) / "encoder", shop and shop.place)
        calibration, card = fit_to([shop] if shop else all_labelled(), OnnxEncoder(built))
    folder: Path = given.out or (gate_in(shop.place).parent if shop else GATE.parent)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GATE.name).write_text(calibration.model_dump_json(indent=2) + "\n")
    (folder / GATE_CARD.name).write_text(json.dumps(card, indent=2) + "\n")
    print(f"{folder / GATE.name}: threshold {calibration.threshold}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
