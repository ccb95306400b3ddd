"""Where a message should go, and why."""

from enum import StrEnum

from firstcontact.record import Record
from firstcontact.routing.prediction import Prediction


class Destination(StrEnum):
    """Who takes it from here."""

    ANSWER = "answer"
    ACTION = "action"
    PERSON = "person"


class Tier(StrEnum):
    """Which language model drafts: the one that is cheap, or the one that is strong."""

    CHEAP = "cheap"
    STRONG = "strong"


class Signals(Record):
    """What a message tells beside its intent.

    ``language`` is ISO 639, empty where nobody can tell; ``requests`` are the predictions of its parts where it
    asks for several things; ``valued`` is what the shop says of the customer.
    """

    language: str = ""
    requests: tuple[Prediction, ...] = ()
    valued: bool = False


class Route(Record):
    """The decision taken from a prediction: the destination, with which model or action, and the reason."""

    destination: Destination
    reason: str
    action: str | None = None
    model: Tier | None = None
    prediction: Prediction | None = None
    signals: Signals = Signals()
