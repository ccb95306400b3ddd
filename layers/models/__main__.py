"""``python -m layers.models [--card]``: build the models of this checkout, and measure them for their card."""

import argparse
import sys
from pathlib import Path

from layers import artifacts
from layers.models import card
from layers.wheels import BuildFailure

STORE = Path(__file__).resolve().parents[2] / ".local" / "build" / "models"


def main() -> int:
    """Build what is missing; exit 2 with one line if it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m layers.models", description=__doc__)
    parser.add_argument("--store", type=Path, default=STORE, help="where built models are kept")
    parser.add_argument("--card", action="store_true", help="measure them and write layers/models/card.json")
    given = parser.parse_args()
    try:
        built = artifacts.models(given.store, lambda line: print(line, file=sys.stderr))
    except BuildFailure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 2
    if given.card:
        card.write(built)
    print(built)
    return 0


if __name__ == "__main__":
    sys.exit(main())
