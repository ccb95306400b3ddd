"""Builds the models that serve every shop: the published encoder, the router on it, and the language detector.

The gate is fitted by a developer's tool (``python -m infra.local.models.fit_gate``) and kept here; a build copies it.
What the models are made from names them: a recipe that did not change is never built twice.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from firstcontact.errors import FirstContactError
from firstcontact.progress import Messages
from firstcontact.training import artifact, catalogue, encoder, languages, recipe, router, weights

from layers.wheels import BuildFailure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
GATE, GATE_CARD = HERE / "gate.json", HERE / "gate_card.json"
READS_TEXTS = ROOT / "layers" / "core" / "python" / "firstcontact" / "adapters" / "models" / "onnx.py"


def recipe_hash() -> str:
    """Name what the models are made from: texts, code, and the fitted gate."""
    texts = sorted(catalogue.RETAIL.iterdir())
    return recipe.name([*recipe.sources(), *texts, READS_TEXTS, HERE / "build.py", GATE, GATE_CARD], ROOT)[:16]


def build(out: Path, progress: Callable[[str], None]) -> None:
    """Write the models into ``out``, a folder each; one that has its card is done already."""
    store = out.parent.parent / "weights"
    steps: dict[str, Callable[[Path], object]] = {
        "encoder": lambda folder: encoder.build(store, folder),
        "router": lambda folder: router.train(catalogue.data(), out / "encoder", folder, Messages(progress)),
        "gate": _copy_gate,
        "languages": lambda folder: languages.convert(weights.fetch(weights.LANGUAGES, store), folder),
    }
    try:
        for name, step in steps.items():
            if not (out / name / artifact.CARD).is_file():
                progress(name)
                step(out / name)
    except FirstContactError as error:
        raise BuildFailure(f"{error.detail}: {error.remedy}") from error


def _copy_gate(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    shutil.copyfile(GATE, folder / "gate.json")
    shutil.copyfile(GATE_CARD, folder / artifact.CARD)
