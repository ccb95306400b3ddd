"""What grounding and judging a reply cost, on the demo shop's held-out questions, with their vectors at hand."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from firstcontact.adapters.models.onnx import OnnxEncoder
from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.gate.calibration import Calibration
from firstcontact.gate.judge import judge_reply
from firstcontact.knowledge.context import select_context

from infra.local.models.labelled import replies
from infra.local.models.shops import labelled
from tests import built
from tests.bench.amounts import FULL, Amounts
from tests.bench.table import Row, milliseconds, show, spread


def rows(amounts: Amounts) -> Iterator[Row]:
    """Measure the models of this checkout on an index of the demo shop."""
    models = built.models()
    encoder = OnnxEncoder(models / "encoder")
    calibration = Calibration.model_validate_json((models / "gate" / "gate.json").read_text())
    shop = labelled()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        with EmbeddedWriter(path, encoder) as writer:
            writer.put(islice(shop.documents(), amounts.documents))
        index = EmbeddedIndex(path, encoder.name)
        asked = [row["question"] for row in islice(shop.questions("held_out"), amounts.questions)]
        searches = [milliseconds(partial(select_context, text, encoder, index)) for text in asked]
        drafted = list(islice(replies(shop, encoder, index, "held_out"), amounts.questions))
        verdicts = [milliseconds(partial(judge_reply, reply.evidence, encoder, calibration)) for reply in drafted]
    yield Row("ground one question", *spread(searches), unit="CPU ms")
    yield Row("judge one reply", *spread(verdicts), unit="CPU ms", target="≤ 25")


if __name__ == "__main__":
    show(rows(FULL))
