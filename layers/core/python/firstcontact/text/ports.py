"""What the text rules need from outside: a sentence encoder and a language detector."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

# A text of at most this many characters is certain to fit an encoder's window.
MAX_PIECE_CHARS = 900


class Encoder(Protocol):
    """Turns texts into unit vectors that are close if the texts' meanings are."""

    @property
    def name(self) -> str:
        """Identifies the encoder; vectors of encoders with different names cannot be compared."""

    def encode(self, texts: Sequence[str]) -> "Vectors":
        """One L2-normalised row per text, shape (n, dimensions)."""


class LanguageDetector(Protocol):
    """Detects the language that a text is written in."""

    def detect(self, text: str) -> str:
        """The ISO 639 code; empty if the language cannot be detected, as for a few words or a number."""
        ...
