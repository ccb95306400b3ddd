"""What the router's model says. A plain dataclass, so that a route does not wait for pydantic to be imported."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the router's model says of one text.

    ``confidence`` is P(the top intent is right); ``oos_score`` grows with the distance from every
    known intent; ``top`` holds the best intents with their probabilities, descending. ``signs`` are
    probabilities too: ``upset``, that a person had better reply; ``hard``, that a simple model will not do.
    """

    intent: str | None
    confidence: float
    in_scope: bool
    oos_score: float
    top: tuple[tuple[str, float], ...]
    signs: tuple[tuple[str, float], ...] = ()

    def sign(self, name: str) -> float:
        """The probability of a sign; 0 where the model does not look for it."""
        return dict(self.signs).get(name, 0.0)
