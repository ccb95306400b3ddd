"""How fast real text gets into an index: encoded by the product's own encoder on all processors, and written."""

import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from firstcontact.adapters.models.onnx import OnnxEncoder
from firstcontact.knowledge.records import Document
from tokenizers import Tokenizer

from infra.local.models.shops import labelled
from tests import built
from tests.bench.stores import STORES
from tests.bench.table import Row

TOKENS = 128


def rows(store: str, passages: int | None) -> Iterator[Row]:
    """Chunks a second of so many passages (None: all) with and without the writing, measured one after the other."""
    folder = built.models() / "encoder"
    encoder = OnnxEncoder(folder)
    texts = list(islice(_texts(folder), passages))
    encoder.encode(texts[:TOKENS])
    started = time.perf_counter()
    encoder.encode(texts)
    encoded = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="ingest-") as place:
        kept = STORES[store](Path(place))
        with kept.writing(encoder) as writer:
            began = time.perf_counter()
            count = writer.put(Document(id=str(number), text=text) for number, text in enumerate(texts))
            written = time.perf_counter()
        kept.drop()
    alone, both = len(texts) / (encoded - started), count / (written - began)
    yield Row(f"ingest: {count} real chunks of {TOKENS} tokens", both, unit="chunks/s", target="≥ 120")
    yield Row("ingest: the encoder alone on the same texts", alone, unit="chunks/s")
    yield Row("ingest ÷ encoder alone", both / alone, unit="ratio")


def _texts(encoder: Path) -> Iterator[str]:
    """The demo shop's articles, tickets and chats, cut by the encoder's own tokens."""
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    text = " ".join(" ".join(one.text.split()) for one in labelled().documents())
    spans = tokenizer.encode(text, add_special_tokens=False).offsets
    for start in range(0, len(spans) - TOKENS, TOKENS):
        yield text[spans[start][0] : spans[start + TOKENS - 1][1]]
