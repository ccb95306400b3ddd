"""What models are made from, and the name of their recipe: quick to import, so that nothing is built twice."""

from pathlib import Path

from firstcontact.shop import files
from firstcontact.training import artifact, catalogue, recipe

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
GATE, GATE_CARD = HERE / "gate.json", HERE / "gate_card.json"
READS_TEXTS = ROOT / "layers" / "core" / "python" / "firstcontact" / "adapters" / "models" / "onnx.py"


def changes_in(shop: Path) -> Path:
    """Where a shop's folder holds the changes of its encoder, if it has some."""
    return shop / files.ENCODER_CHANGES


def gate_in(shop: Path) -> Path:
    """Where a shop's folder holds a gate of its own, if it has one."""
    return shop / files.GATE


def own_changes(shop: Path | None) -> Path | None:
    """The changes of the encoder in a shop's folder; None without a shop or changes."""
    return changes_in(shop) if shop and changes_in(shop).is_file() else None


def recipe_hash(shop: Path | None = None) -> str:
    """Name what the models are made from: texts, code, the fitted gate, and the changes in a shop's folder."""
    texts = sorted(catalogue.RETAIL.iterdir())
    common = recipe.name([*recipe.sources(), *texts, READS_TEXTS, HERE / "build.py", GATE, GATE_CARD], ROOT)
    own = own_changes(shop)
    return (artifact.name([common, artifact.digest(own)]) if own else common)[:16]
