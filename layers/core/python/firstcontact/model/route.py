"""Where a message should go, and why."""

from enum import StrEnum

from firstcontact.model.fact import Fact


class Destination(StrEnum):
    """Who takes it from here."""

    ANSWER = "answer"
    ACTION = "action"
    PERSON = "person"


class Tier(StrEnum):
    """Which language model drafts: the one that is cheap, or the one that is strong."""

    CHEAP = "cheap"
    STRONG = "strong"


class Prediction(Fact):
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


class Signals(Fact):
    """What a message tells beside its intent.

    ``language`` is ISO 639, empty where nobody can tell; ``requests`` are the predictions of its parts where it
    asks for several things; ``valued`` is what the shop says of the customer.
    """

    language: str = ""
    requests: tuple[Prediction, ...] = ()
    valued: bool = False


class Route(Fact):
    """The decision taken from a prediction: the destination, with which model or action, and the reason."""

    destination: Destination
    reason: str
    action: str | None = None
    model: Tier | None = None
    prediction: Prediction | None = None
    signals: Signals = Signals()
