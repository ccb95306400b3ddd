"""Both indexes rank alike: the same passages in the same order, but for those that score the same."""

import random
import uuid
from pathlib import Path

import pytest
from firstcontact.adapters.search.embedded import EmbeddedIndex, EmbeddedWriter
from firstcontact.adapters.search.opensearch import OpenSearchIndex, OpenSearchWriter
from firstcontact.adapters.search.opensearch.connection import connect
from firstcontact.knowledge.records import Document, Filter
from firstcontact.knowledge.search import search_passages

from tests.fakes.models import HashingEncoder

ENCODER = HashingEncoder()
SAID = (
    "refund refunds refunded router routers blinking amber delivery deliveries Österreich café naïve 42 4.90 EUR "
    "warranty return returned parcel parcels order orders firmware update reset button light invoice Zürich can't "
    "Straße Strasse STRASSE Łódź Lodz smørrebrød Ærø œuvre Þingvellir Đakovo ŋ \N{LATIN SMALL LETTER DOTLESS I}"
)
WORDS = SAID.split(" ")
DOCUMENTS, QUESTIONS = 300, 60


def made(chance: random.Random, number: int) -> Document:
    title, text = (" ".join(chance.choices(WORDS, k=chance.randint(*span))) for span in ((0, 6), (1, 120)))
    return Document(
        id=str(number),
        title=title,
        text=f"{text}.",
        tenant=chance.choice(["default", "other"]),
        kind=chance.choice(["article", "ticket"]),
    )


@pytest.mark.parametrize("where", [Filter(), Filter(kind="ticket"), Filter(tenant="other", kind="article")])
def test_the_same_passages_are_found_with_the_same_scores(opensearch: str, tmp_path: Path, where: Filter) -> None:
    chance, client, name = random.Random(7), connect(opensearch), f"ranking-{uuid.uuid4().hex}"
    documents = [made(chance, number) for number in range(DOCUMENTS)]
    with EmbeddedWriter(tmp_path / "i.db", ENCODER) as embedded, OpenSearchWriter(client, name, ENCODER) as served:
        embedded.put(documents)
        served.put(documents)
    one, other = EmbeddedIndex(tmp_path / "i.db", ENCODER.name), OpenSearchIndex(client, name, ENCODER.name)
    for _ in range(QUESTIONS):
        question = " ".join(chance.choices(WORDS, k=chance.randint(1, 20)))
        if chance.random() < 0.5:
            question = question.replace(" ", ". ", 3)
        first, second = (search_passages(question, ENCODER, index, 10, where=where) for index in (one, other))
        assert [passage.score for passage in first] == pytest.approx([p.score for p in second], abs=2e-5)
        last = first[-1].score if first else 0.0
        above = [{p.document_id for p in found if p.score > last + 1e-4} for found in (first, second)]
        assert above[0] == above[1]
