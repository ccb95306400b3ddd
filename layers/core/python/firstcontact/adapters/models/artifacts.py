"""Finds the built models: next to the code in a Lambda function, in the build folder of a checkout.

The environment variable ``FIRSTCONTACT_MODELS`` names a folder of models to use instead.
"""

import importlib.util
import os
from pathlib import Path

from firstcontact.errors import Unavailable

PACKAGE = "firstcontact_models"
# Without the changes of a shop: routers are trained on it.
PUBLISHED_ENCODER = "published_encoder"
_BUILT = Path(".local") / "build" / "models" / "current"


def folder(name: str) -> Path:
    """The folder of a built model, such as ``encoder``, ``router`` or ``gate``; ``Unavailable`` if it is missing."""
    for root in _roots():
        if (root / name).is_dir():
            return root / name
    raise Unavailable(
        f"the model {name!r} is not built",
        code="model_missing",
        remedy="Run `make models`, or `make up` for the whole suite.",
    )


def _roots() -> list[Path]:
    spec = importlib.util.find_spec(PACKAGE)
    mounted = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    checkouts = [
        parent / _BUILT for parent in Path(__file__).resolve().parents if (parent / "pyproject.toml").is_file()
    ]
    chosen = os.environ.get("FIRSTCONTACT_MODELS")
    return [*([Path(chosen)] if chosen else []), *mounted, *checkouts]
