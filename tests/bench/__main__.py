"""``python -m tests.bench``: the running suite's overhead, the router, replies, imports and layers, in one run."""

import json
import sys
from pathlib import Path

from tests.bench import answers, imports, overhead, router, sizes
from tests.bench.table import show

SUITE = Path(__file__).resolve().parents[2] / ".local" / "suite.json"


def main() -> int:
    """Measure and print; 2 if no suite is running."""
    if not SUITE.is_file():
        print("no suite is running: make up", file=sys.stderr)
        return 2
    show(overhead.rows(json.loads(SUITE.read_text())))
    show(router.rows())
    show(answers.rows())
    show(imports.rows())
    show(sizes.rows())
    return 0


if __name__ == "__main__":
    sys.exit(main())
