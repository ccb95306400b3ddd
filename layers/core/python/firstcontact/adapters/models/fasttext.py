"""Detects the language of a text with fastText's model; see ``training.languages``."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from firstcontact.adapters.models.onnx import open_card, verified

FEATURE, END = 2166136261, "</s>"
PRIME = 16777619
MAX_CHARS = 2000  # more characters do not make the result more certain
# Of 4,500 English messages in two public sets, one in a thousand got another language with at least this confidence.
MIN_CONFIDENCE = 0.8


class FastTextLanguageDetector:
    """Implements ``LanguageDetector`` from the folder of a converted model, which is loaded on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def detect(self, text: str) -> str:
        language, share = self.guess(text)
        return language if share >= MIN_CONFIDENCE else ""

    def guess(self, text: str) -> tuple[str, float]:
        """The most likely language (ISO 639) and its probability; ("", 0.0) for a text without letters."""
        import numpy

        plain = text[:MAX_CHARS]
        if not any(character.isalpha() for character in plain):
            return "", 0.0
        words = (plain.lower() if plain.isupper() else plain).split()
        known = [self._words[word] for word in (*words, END) if word in self._words]
        pieces = numpy.fromiter((piece for word in words for piece in self._pieces(word)), dtype=numpy.int64)
        arrays = self._arrays
        places = numpy.minimum(numpy.searchsorted(arrays["pieces"], pieces), len(arrays["pieces"]) - 1)
        found = arrays["piece_rows"][places[arrays["pieces"][places] == pieces]]
        mean = (
            arrays["rows"][numpy.concatenate([known, found]).astype(numpy.int64)].astype(numpy.float32).mean(axis=0)
        )
        turns = 1 / (1 + numpy.exp(-(arrays["nodes"] @ mean)))
        logs = arrays["right"] @ numpy.log(turns + 1e-9) + arrays["left"] @ numpy.log(1 - turns + 1e-9)
        best = int(logs.argmax())
        return str(arrays["languages"][best]), float(numpy.exp(logs[best]))

    @cached_property
    def _arrays(self) -> dict[str, Any]:
        import numpy

        card = open_card(self._folder)
        with numpy.load(verified(self._folder, card, card["graph"])) as kept:
            return {name: kept[name] for name in kept.files}

    @cached_property
    def _words(self) -> dict[str, int]:
        text = verified(self._folder, open_card(self._folder), "words.txt").read_text(encoding="utf-8")
        return {word: row for row, word in enumerate(text.split("\n"))}

    def _pieces(self, word: str) -> Iterator[int]:
        """The hash buckets of a word's n-grams, with boundary marks, as in fastText (FNV-1a over signed bytes)."""
        buckets, shortest, longest = (int(number) for number in self._arrays["shape"])
        marked = [character.encode() for character in f"<{word}>"]
        for start in range(len(marked)):
            hashed = FEATURE
            for length, character in enumerate(marked[start : start + longest], start=1):
                for byte in character:
                    hashed = ((hashed ^ (byte if byte < 128 else byte | 0xFFFFFF00)) * PRIME) & 0xFFFFFFFF
                if length >= shortest:
                    yield hashed % buckets
