"""Synthesize the suite: ``python -m infra.app --out DIR --layers DIR [--nag]``.

Writes a cloud assembly to ``DIR`` that ``cdk deploy --app DIR`` or the local runner can deploy, and
``laptop.json``, which lists the stacks that a laptop deploys, in order. AWS and laptop get the same templates; only
the hashes of the layers differ.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from infra import node

node.select()

from aws_cdk import App, Tags  # noqa: E402  (the CDK looks for its Node when it is imported)
from firstcontact.connectors import KINDS as SYSTEMS  # noqa: E402
from firstcontact.connectors import Kind as System  # noqa: E402

from infra import nag  # noqa: E402
from infra.constructs.function_code import MissingFunction  # noqa: E402
from infra.constructs.layers import MissingLayer  # noqa: E402
from infra.stacks.data import Data  # noqa: E402
from infra.stacks.edge import Edge  # noqa: E402
from infra.stacks.search import KINDS, Kind, Search  # noqa: E402
from infra.stacks.suite import Suite  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
_FLAGS = {
    "@aws-cdk/aws-apigateway:authorizerChangeDeploymentLogicalId": True,
    "@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard": True,
    "@aws-cdk/aws-apigateway:requestValidatorUniqueId": True,
    "@aws-cdk/aws-iam:minimizePolicies": True,
    "@aws-cdk/aws-kms:aliasNameRef": True,
    "@aws-cdk/aws-kms:reduceCrossAccountRegionPolicyScope": True,
    "@aws-cdk/aws-s3:createDefaultLoggingPolicy": True,
    "@aws-cdk/aws-s3:publicAccessBlockedByDefault": True,
    "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": True,
    "@aws-cdk/core:checkSecretUsage": True,
}


def build(
    out: Path,
    layers: Path,
    source: Path = ROOT,
    search: Kind | None = None,
    secrets: Mapping[System, str] = MappingProxyType({}),
) -> App:
    """Create the app, ready to be synthesized to ``out``; with ``search``, knowledge is kept in OpenSearch.

    ``secrets`` has the names of existing secrets; for the other kinds of systems secrets are created.
    """
    app = App(outdir=str(out), context=_FLAGS, analytics_reporting=False)
    data = Data(app, "FirstContactData", secrets)
    index = Search(app, "FirstContactSearch", data.key, search).index if search else None
    suite = Suite(app, "FirstContactSuite", data, source=source, layers=layers, search=index)
    Edge(app, "FirstContactEdge", suite)
    Tags.of(app).add("product", "first-contact")
    (out / "laptop.json").write_text(json.dumps({"stacks": [data.stack_name, suite.stack_name]}) + "\n")
    return app


def _secrets(text: str) -> dict[System, str]:
    named = {kind: name for kind, _, name in (part.partition("=") for part in filter(None, text.split(",")))}
    found: dict[System, str] = {kind: named.pop(kind) for kind in SYSTEMS if named.get(kind)}
    if named:
        raise argparse.ArgumentTypeError(f"no secret of a kind of system: {', '.join(named)}")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m infra.app", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, required=True, help="the folder for templates and assets")
    parser.add_argument("--layers", type=Path, required=True, help="the folder of the built layers")
    parser.add_argument(
        "--search",
        choices=("embedded", *KINDS),
        default="embedded",
        help="where the index is stored (embedded: in S3)",
    )
    parser.add_argument(
        "--secrets",
        type=_secrets,
        default={},
        help="existing secrets by kind of system, such as orders=NAME,payments=NAME; others are created",
    )
    parser.add_argument(
        "--nag", action="store_true", help="check the templates with cdk-nag; exit code 1 on a finding"
    )
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    try:
        search = None if given.search == "embedded" else given.search
        app = build(given.out, given.layers, search=search, secrets=given.secrets)
    except (MissingFunction, MissingLayer) as missing:
        print(f"error: {missing}", file=sys.stderr)
        return 2
    app.synth()
    return nag.check(app) if given.nag else 0


if __name__ == "__main__":
    sys.exit(main())
