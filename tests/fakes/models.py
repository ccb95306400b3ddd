"""Models small enough to reason about: a hashing encoder, a scripted router and writer, a list of passages."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from firstcontact.drafting.prompt import parse_draft, render_prompt
from firstcontact.drafting.records import Draft
from firstcontact.knowledge.records import EVERYTHING, Filter, Passage
from firstcontact.routing.prediction import Prediction
from firstcontact.routing.route import Tier

if TYPE_CHECKING:
    from firstcontact.text.ports import Vectors

DIMENSIONS = 256
DELIVERY = "Standard delivery to Germany takes 2 to 4 working days and costs 4.90 EUR."


class HashingEncoder:
    """Fills ``Encoder``: one dimension per hashed word, so texts are close when they share words."""

    name = "hashing"

    def encode(self, texts: Sequence[str]) -> "Vectors":
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, crc32(word.encode()) % DIMENSIONS] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return vectors


class ScriptedRouter:
    """Fills ``IntentModel``: the first rule whose words stand in the text, else general shipping questions."""

    def __init__(self) -> None:
        self.rules: list[tuple[str, str | None]] = [
            ("refund", "refund_request"),
            ("where is", "order_status"),
            ("person", "talk_to_person"),
            ("weather", None),
        ]
        self.seen: list[str] = []

    def predict(self, text: str) -> Prediction:
        self.seen.append(text)
        intent = next((intent for words, intent in self.rules if words in text.lower()), "shipping_info")
        top = (intent or "shipping_info", 0.97 if intent else 0.4)
        return Prediction(
            intent=intent,
            confidence=top[1],
            in_scope=intent is not None,
            oos_score=0.05 if intent else 0.9,
            top=(top, ("warranty", 0.02)),
        )


class FakeLanguages:
    """Fills ``LanguageDetector``: German where a word of German stands."""

    def detect(self, text: str) -> str:
        return "de" if {"ist", "nicht", "und"} & set(text.lower().split()) else "en"


class ScriptedDrafter:
    """Fills ``Drafter``: repeats the best passage and cites it, or says what it was told to say."""

    model_id = "us.anthropic.claude-haiku-4-5-20251001-v1:0"

    def __init__(self) -> None:
        self.script: str | None = None
        self.seen: list[str] = []
        self.tiers: list[Tier] = []

    def draft(self, question: str, passages: Sequence[Passage], tier: Tier = Tier.CHEAP) -> Draft:
        self.tiers.append(tier)
        self.seen.append(render_prompt(question, passages))
        answer = self.script if self.script is not None else f"{passages[0].text} [1]"
        return parse_draft(answer, self.model_id)


class FakeIndex:
    """Fills ``KnowledgeIndex`` with a handful of passages."""

    def __init__(self, encoder: HashingEncoder) -> None:
        self._encoder = encoder
        self.texts = {
            "shipping-costs-and-times": DELIVERY,
            "warranty-terms": "Every product has a warranty of 24 months from the day of delivery.",
        }
        self.updated_at: datetime | None = None

    def search(
        self,
        parts: Sequence[str],
        vectors: "Vectors",
        *,
        k: int,
        where: Filter = EVERYTHING,
    ) -> list[Passage]:
        if where.kind == "ticket":
            return []
        found = [self._passage(name, text, vectors[0]) for name, text in self.texts.items()]
        return sorted(found, key=lambda passage: -passage.score)[:k]

    def _passage(self, name: str, text: str, vector: "Vectors") -> Passage:
        close = float(self._encoder.encode([text])[0] @ vector)
        url = f"https://help.tidewire.example/{name}"
        title = name.replace("-", " ").capitalize()
        return Passage(
            document_id=name,
            title=title,
            url=url,
            text=text,
            score=close,
            cosine=min(close, 1.0),
            updated_at=self.updated_at,
        )
