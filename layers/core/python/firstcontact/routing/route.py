"""Where a message should go, and why."""

from enum import StrEnum

from firstcontact.record import Record
from firstcontact.routing.prediction import Prediction


class Destination(StrEnum):
    """Who handles the message."""

    ANSWER = "answer"
    ACTION = "action"
    PERSON = "person"


class Tier(StrEnum):
    """Which language model drafts: the cheap one or the strong one."""

    CHEAP = "cheap"
    STRONG = "strong"


class Signals(Record):
    """Properties of a message other than its intent.

    ``language`` is ISO 639, empty if it could not be detected; ``requests`` are the predictions for its parts if it
    asks for several things; ``valued`` says whether the shop marked the customer as valued.
    """

    language: str = ""
    requests: tuple[Prediction, ...] = ()
    valued: bool = False


class Route(Record):
    """A routing decision: the destination, the model or action to use, the reason, and its inputs."""

    destination: Destination
    reason: str
    action: str | None = None
    model: Tier | None = None
    prediction: Prediction | None = None
    signals: Signals = Signals()
