"""What text rules need from outside: an encoder of meaning and a language detector."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

# Characters of a text that surely fit an encoder's window.
MAX_PIECE_CHARS = 900


class Encoder(Protocol):
    """Turns texts into unit vectors that lie close when meanings do."""

    @property
    def name(self) -> str:
        """What made the vectors; vectors of different names cannot be compared."""

    def encode(self, texts: Sequence[str]) -> "Vectors":
        """One L2-normalised row per text, shape (n, dimensions)."""


class LanguageDetector(Protocol):
    """Says which language a text is written in."""

    def detect(self, text: str) -> str:
        """ISO 639; empty where it cannot be told, as of a few words or a number."""
        ...
