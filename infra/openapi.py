"""``python -m infra.openapi [--out FILE]``: generates the API's OpenAPI document from the handlers.

The file is committed next to the page that serves it, so that API changes are visible in its diff; a test checks
that it is up to date.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler.openapi.merge import OpenAPIMerge
from aws_lambda_powertools.event_handler.openapi.models import APIKey, APIKeyIn
from firstcontact import __version__

from infra.routes import open_routes, resolvers

FILE = Path(__file__).resolve().parents[1] / "functions" / "console" / "openapi.json"
PROBLEM = {
    "description": "A problem document (RFC 9457): what went wrong, a stable code, and the remedy.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
PROBLEM_SCHEMA = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail", "code", "remedy"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "detail", "code", "remedy")},
        "status": {"type": "integer"},
    },
}


def document() -> dict[str, Any]:
    """The whole document: all resolvers merged, errors as problem documents, tokens as security scheme."""
    merged = OpenAPIMerge(
        title="First Contact",
        version=__version__,
        description="Customer service that answers questions, takes actions once, and involves a person when unsure.",
        security_schemes={"token": APIKey(name="Authorization", in_=APIKeyIn.header)},
        security=[{"token": []}],
        on_conflict="error",
    )
    for app in resolvers().values():
        merged.add_schema(json.loads(app.get_openapi_json_schema()))
    whole: dict[str, Any] = json.loads(merged.get_openapi_json_schema())
    for path, operations in whole["paths"].items():
        for method, operation in operations.items():
            for generated in ("422", "500"):
                operation["responses"].pop(generated, None)
            operation["responses"]["default"] = PROBLEM
            if f"{method.upper()} {path}" in open_routes():
                operation["security"] = []
    for generated in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        whole["components"]["schemas"].pop(generated, None)
    whole["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
    return whole


def main() -> None:
    """Write the document and print its path."""
    parser = argparse.ArgumentParser(prog="python -m infra.openapi", description=(__doc__ or "").split("\n")[0])
    parser.add_argument(
        "--out", type=Path, default=FILE, help="the output file (default: next to the page that serves it)"
    )
    out: Path = parser.parse_args().out
    out.write_text(json.dumps(document(), indent=1, sort_keys=True) + "\n")
    print(out)


if __name__ == "__main__":
    main()
