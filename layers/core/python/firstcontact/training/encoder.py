"""The encoder's artifact: the graph, its tokenizer, and a card with the encoder's name and the files' hashes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from safetensors.numpy import load_file
from tokenizers import Tokenizer

from firstcontact.training import artifact, encoder_graph, low_rank, quantize, recipe, weights
from firstcontact.training.encoder_graph import Shape, Weights
from firstcontact.training.low_rank import Array

MAX_TOKENS = 256
NAME = "all-minilm-l6-v2-int8"
RECIPE = ("encoder.py", "encoder_graph.py", "graph.py", "low_rank.py", "quantize.py", "encoder.txt")
LICENCE = "Apache-2.0 (weights: sentence-transformers/all-MiniLM-L6-v2)"


def published(store: Path) -> tuple[Weights, Shape, Tokenizer]:
    """The published weights, cached in ``store``, with their architecture and tokenizer."""
    source = weights.fetch(weights.ENCODER, store).parent
    shape = Shape.of(json.loads((source / "config.json").read_text()))
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    return load_file(source / "model.safetensors"), shape, tokenizer


def build(store: Path, out: Path, changes: Mapping[str, Array] | None = None, layers: int | None = None) -> Path:
    """Write the artifact into ``out`` from the published weights cached in ``store``.

    ``changes`` are merged into the weights, if given; ``layers`` keeps only the first layers, None all.
    """
    found, shape, tokenizer = published(store)
    shape = replace(shape, layers=layers or shape.layers)
    found = low_rank.merge(found, changes or {})
    with artifact.fresh(out) as folder:
        quantize.ship(encoder_graph.build(found, shape), folder / "encoder.onnx")
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        digest = artifact.name([artifact.digest(folder / f"encoder.{part}") for part in ("onnx", "bin")])
        card = {
            "kind": "encoder",
            "encoder": f"{NAME}-{digest[:12]}",
            "graph": "encoder.onnx",
            "layers": shape.layers,
            "dimensions": shape.width,
            "max_tokens": MAX_TOKENS,
            "licence": LICENCE,
        }
        artifact.seal(folder, card)
    return out


def ready(home: Path, say: Callable[[str], object], layers: int | None = None) -> Path:
    """The folder of the encoder under ``home``; the encoder is built on first use."""
    folder = home / "build" / f"encoder-{recipe.name(recipe.sources(*RECIPE))[:12]}{f'-{layers}' if layers else ''}"
    if not (folder / artifact.CARD).is_file():
        say("building the sentence encoder (once)")
        build(weights_of(home), folder, layers=layers)
    return folder


def weights_of(home: Path) -> Path:
    """The folder under ``home`` where published weights are cached."""
    return home / "build" / "weights"
