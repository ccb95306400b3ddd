"""One router by itself, in an interpreter that has seen nothing yet: ``contender.py NAME FOLDER``, JSON out.

``ours`` reads the artifact in FOLDER/router; ``semantic-router`` indexes the same utterances with FOLDER/encoder, the
encoder that the artifact stands on. Needs no test code and nothing but the router's own packages, plus ours.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = tuple[str, float]  # the intent, and how far out of scope the text seems


def ours(folder: Path, _: dict[str, list[str]]) -> Callable[[str], Answer]:
    """The artifact as functions open it."""
    from firstcontact.adapters.models.onnx import OnnxIntentModel

    model = OnnxIntentModel(folder / "router")

    def ask(text: str) -> Answer:
        said = model.predict(text)
        return said.top[0][0], said.oos_score

    return ask


def semantic_router(folder: Path, utterances: dict[str, list[str]]) -> Callable[[str], Answer]:
    """An ``IndexedRouter`` with its defaults; its confidence is a likeness, low out of scope."""
    from firstcontact.adapters.models.onnx import OnnxEncoder
    from semantic_router import IndexedRouter, Route  # type: ignore[import-not-found]
    from semantic_router.encoders import DenseEncoder  # type: ignore[import-not-found]

    encoder = OnnxEncoder(folder / "encoder")

    class SameEncoder(DenseEncoder):  # type: ignore[misc]
        name: str = encoder.name

        def __call__(self, docs: list[Any]) -> list[list[float]]:
            return [row.tolist() for row in encoder.encode(docs)]

    routes = [Route(name=name, utterances=texts) for name, texts in utterances.items()]
    router = IndexedRouter(encoder=SameEncoder(), routes=routes)

    def ask(text: str) -> Answer:
        found = router(text, threshold=-1.0)
        return str(found.name), -float(found.confidence or 0.0)

    return ask


CONTENDERS = {"ours": ours, "semantic-router": semantic_router}


def main() -> None:
    """Start cold, answer two questions, then all of them."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    given = json.loads(sys.stdin.read())
    began = time.process_time()
    ask = CONTENDERS[name](folder, given["utterances"])
    for text in given["texts"][:2]:
        ask(text)
    cold = time.process_time() - began
    answers, spent = [], []
    for text in given["texts"]:
        began = time.process_time()
        answers.append(ask(text))
        spent.append(time.process_time() - began)
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    told = {"cold_ms": cold * 1000, "rss_mib": int(peak.split()[1]) / 1024, "answers": answers}
    print(json.dumps({**told, "query_ms": sorted(spent)[len(spent) // 2] * 1000}))


if __name__ == "__main__":
    main()
