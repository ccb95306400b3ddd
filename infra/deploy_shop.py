"""The shop's part of ``make deploy``: its secrets and vendors for the templates, then its folder published.

``python -m infra.deploy_shop folder SHOP`` prints its folder, ``secrets SHOP`` the option of ``infra.app``,
``connectors SHOP`` the template's parameter; ``publish SHOP OUTPUTS`` publishes the folder to the bucket that the
outputs of ``cdk deploy`` name. A folder with a fault ends each before anything is deployed.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from firstcontact.cli.main import main as firstcontact

from infra.local.loader import folder
from infra.local.runner.failure import RunnerFailure


def bucket(outputs: Path) -> str:
    """The knowledge bucket among the outputs of all stacks."""
    stacks: dict[str, dict[str, str]] = json.loads(outputs.read_text())
    found = [stack["KnowledgeBucket"] for stack in stacks.values() if "KnowledgeBucket" in stack]
    if not found:
        raise RunnerFailure(f"{outputs} names no KnowledgeBucket: deploy the suite first")
    return found[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of them; exit code 2 and one line where it cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy_shop", description=(__doc__ or "").split("\n")[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("folder", "secrets", "connectors"):
        verbs.add_parser(verb).add_argument("shop")
    publish = verbs.add_parser("publish")
    publish.add_argument("shop")
    publish.add_argument("outputs", type=Path)
    given = parser.parse_args(arguments)
    try:
        place = folder.find(given.shop)
        if given.verb == "publish":
            return firstcontact(["shop", "publish", str(place), "--bucket", bucket(given.outputs)])
        named = folder.read(place).connectors
        printed = {"folder": place, "secrets": named.secret_names, "connectors": named.vendor_choice}
        print(printed[given.verb])
        return 0
    except RunnerFailure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
