"""The intent model's result. A plain dataclass, so that the model can be used without importing pydantic."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prediction:
    """The intent model's result for one text.

    ``confidence`` is P(the top intent is right); ``oos_score`` grows with the distance from every known intent;
    ``top`` holds the best intents with their probabilities, descending. ``signs`` are probabilities too: ``upset``,
    that a person should reply; ``hard``, that a simple model is not good enough.
    """

    intent: str | None
    confidence: float
    in_scope: bool
    oos_score: float
    top: tuple[tuple[str, float], ...]
    signs: tuple[tuple[str, float], ...] = ()

    def sign(self, name: str) -> float:
        """The probability of a sign; 0 if the model does not predict it."""
        return dict(self.signs).get(name, 0.0)
