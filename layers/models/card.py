"""The committed card: what the shipped models were made from, and how good they are on texts they never saw."""

import json
from pathlib import Path
from typing import Any

from layers.models.held_out import held_out, other_trades, searched
from layers.models.sources import recipe_hash

CARD = Path(__file__).with_name("card.json")


def describe(models: Path) -> dict[str, Any]:
    """The card of these models."""
    router, encoder, gate = (_read(models / name / "card.json") for name in ("router", "encoder", "gate"))
    measured = {
        **held_out(models / "router"),
        "other_trades_searched": searched(models / "router", other_trades()),
    }
    told = ("examples", "out_of_scope_texts", "training", "temperature", "scope", "validation")
    return {
        "recipe": recipe_hash(),
        "data": router["data"],
        "encoder": {key: encoder[key] for key in ("encoder", "dimensions", "max_tokens")},
        "router": {**{key: router[key] for key in told}, "held_out": measured},
        "gate": gate,
        "licences": {"encoder": encoder["licence"], "utterances": "Apache-2.0 (this repository)"},
    }


def write(models: Path) -> None:
    """Replace the committed card."""
    CARD.write_text(json.dumps(describe(models), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return card
