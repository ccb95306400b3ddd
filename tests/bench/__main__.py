"""``python -m tests.bench``: the running suite's overhead, the router, replies, imports and layers, in one run."""

import argparse
import json
import sys
from pathlib import Path

from infra.local.runner.home import REPOSITORY, Home
from tests.bench import answers, imports, overhead, router, sizes
from tests.bench.amounts import FULL, SMALLEST
from tests.bench.table import show


def main() -> int:
    """Measure and print; 2 if no suite is running."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--home", type=Path, default=REPOSITORY / ".local", help="what the suite stores (.local)")
    parser.add_argument(
        "--smallest",
        dest="amounts",
        action="store_const",
        const=SMALLEST,
        default=FULL,
        help="a little of everything",
    )
    given = parser.parse_args()
    suite = Home(given.home).suite
    if not suite.is_file():
        print("no suite is running: make up", file=sys.stderr)
        return 2
    show(overhead.rows(json.loads(suite.read_text()), given.amounts))
    show(router.rows(given.amounts))
    show(answers.rows(given.amounts))
    show(imports.rows(given.amounts))
    show(sizes.rows())
    return 0


if __name__ == "__main__":
    sys.exit(main())
