"""Where a message should go, and why."""

from enum import StrEnum

from firstcontact.model.fact import Fact


class Destination(StrEnum):
    """Who takes it from here."""

    ANSWER = "answer"
    ACTION = "action"
    PERSON = "person"


class Prediction(Fact):
    """What the router's model says of one text.

    ``confidence`` is P(the top intent is right); ``oos_score`` grows with the distance from every
    known intent; ``top`` holds the best intents with their probabilities, descending.
    """

    intent: str | None
    confidence: float
    in_scope: bool
    oos_score: float
    top: tuple[tuple[str, float], ...]


class Route(Fact):
    """The decision taken from a prediction: the destination, the action if there is one, the reason."""

    destination: Destination
    reason: str
    action: str | None = None
    prediction: Prediction | None = None
