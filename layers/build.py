"""Build the layer folders that the templates attach: wheels, the product, its models.

``python -m layers.build --target laptop|lambda --out DIR`` writes ``DIR/<layer>/python/...`` for each layer and
``DIR/layers.json`` with the recipe hash of each. Each folder here with a ``requirements.txt`` is a layer of wheels.
Unchanged layers are not rebuilt. A layer is mounted at ``/opt`` in AWS and extracted on a laptop; in both, its
``python`` folder is on ``sys.path``, so the models are found as the package ``firstcontact_models``. An optional
layer is built if the environment requests it (``MULTILINGUAL=1``), and removed otherwise.
"""

import argparse
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from layers import artifacts, wheels

Say = Callable[[str], None]
Recipe = tuple[str, Callable[[Path], None]]  # its hash, and what fills the layer's folder
_INDEX = "layers.json"
_HERE = Path(__file__).resolve().parent
_CORE = _HERE / "core" / "python"
# The command and the training never run in a function.
_NOT_IN_A_FUNCTION = ("firstcontact/cli", "firstcontact/training")
_SHIPPED = ("encoder", "router", "gate", "languages")
_OPTIONAL = ("multilingual",)
_MODELS_INIT = '"""The built models: encoder, router and gate."""\n'


def build(target: wheels.Target, out: Path, models: Path, say: Say) -> dict[str, str]:
    """Bring every layer under ``out`` up to date; return the recipe hash of each."""
    build_wheels(target, out, say)
    return _update(
        out,
        {
            "core": (artifacts.tree_hash(_CORE), partial(artifacts.copy, _CORE, without=_NOT_IN_A_FUNCTION)),
            "models": ("-".join((models.name, *_SHIPPED)), partial(_fill_models, models)),
        },
        say,
    )


def build_wheels(target: wheels.Target, out: Path, say: Say) -> dict[str, str]:
    """Bring the layers of wheels up to date, which need no models; return the recipe hash of every layer."""
    recipes: dict[str, Recipe] = {}
    for requirements in sorted(_HERE.glob("*/requirements.txt")):
        name = requirements.parent.name
        if name in _OPTIONAL and not os.environ.get(name.upper()):
            _forget(name, out)
        else:
            recipes[name] = (_recipe(requirements, target), partial(_fill, requirements, target))
    return _update(out, recipes, say)


def _update(out: Path, recipes: Mapping[str, Recipe], say: Say) -> dict[str, str]:
    out.mkdir(parents=True, exist_ok=True)
    held = _held(out)
    for name, (recipe, fill) in recipes.items():
        started = time.monotonic()
        folder = out / name
        if held.get(name) == recipe and folder.is_dir():
            say(f"{name} unchanged")
            continue
        unfinished = out / f".{name}"
        shutil.rmtree(unfinished, ignore_errors=True)
        fill(unfinished / "python")
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
        held[name] = recipe
        _note(held, out)
        say(f"{name} {artifacts.size(folder) / 2**20:.1f} MiB in {time.monotonic() - started:.1f} s")
    return held


def _held(out: Path) -> dict[str, str]:
    index = out / _INDEX
    held: dict[str, str] = json.loads(index.read_text()) if index.exists() else {}
    return held


def _note(held: dict[str, str], out: Path) -> None:
    (out / _INDEX).write_text(json.dumps(held, indent=2, sort_keys=True) + "\n")


def _forget(name: str, out: Path) -> None:
    shutil.rmtree(out / name, ignore_errors=True)
    held = _held(out)
    if held.pop(name, None):
        _note(held, out)


def _recipe(requirements: Path, target: wheels.Target) -> str:
    """A hash of what determines the content of a layer of wheels, known before it is built."""
    parts = (target.tag.encode(), requirements.read_bytes(), (_HERE / "wheels.py").read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _fill(requirements: Path, target: wheels.Target, into: Path) -> None:
    """Install a layer's requirements and remove what functions do not need."""
    wheels.install(requirements, "--target", str(into), *target.options)
    wheels.trim(into)


def _fill_models(models: Path, into: Path) -> None:
    """Copy the models into a package that contains only data, so that they can be imported."""
    package = into / "firstcontact_models"
    for name in _SHIPPED:
        artifacts.copy(models / name, package / name)
    (package / "__init__.py").write_text(_MODELS_INIT)


def main(arguments: list[str] | None = None) -> int:
    """Build from the command line, with progress on standard error."""
    parser = argparse.ArgumentParser(prog="python -m layers.build", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--target", choices=("laptop", "lambda"), required=True)
    parser.add_argument("--out", type=Path, required=True, help="the folder for the layers")
    parser.add_argument("--store", type=Path, default=Path(".local/build/models"), help="the folder of built models")
    parser.add_argument("--shop", type=Path, metavar="DIR", help="a shop's folder, which may change the encoder")
    given = parser.parse_args(arguments)

    def say(line: str) -> None:
        print(line, file=sys.stderr)

    try:
        build(wheels.Target.named(given.target), given.out, artifacts.models(given.store, say, given.shop), say)
    except wheels.BuildFailure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
