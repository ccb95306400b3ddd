"""The policy table: what is done with each intent, and the rules that are checked first."""

from collections.abc import Mapping
from typing import Literal

from pydantic import ValidationError

from firstcontact.errors import Unavailable
from firstcontact.record import Record
from firstcontact.routing.prediction import Prediction
from firstcontact.routing.route import Destination, Signals


class IntentPolicy(Record):
    """What is done with messages of one intent."""

    destination: Destination
    action: str | None = None
    description: str = ""


class Rule(Record):
    """Sends the messages that meet all its conditions to a person, or to an answer by the named model.

    ``upset`` and ``hard`` are minimum probabilities; ``valued`` is about the customer; no intents means any intent.
    """

    to: Literal["person", "strong", "cheap"]
    because: str
    upset: float | None = None
    hard: float | None = None
    valued: bool | None = None
    intents: tuple[str, ...] = ()

    def holds(self, prediction: Prediction, signals: Signals) -> bool:
        """Whether a message meets every condition; a sign that the model does not predict counts as 0."""
        bounds = (("upset", self.upset), ("hard", self.hard))
        reached = all(prediction.sign(sign) >= least for sign, least in bounds if least is not None)
        known = self.valued is None or self.valued == signals.valued
        return reached and known and (not self.intents or prediction.intent in self.intents)


class Policy(Record):
    """The policy table: what is done with each intent, in which languages, and the rules that are checked first.

    The first rule that holds decides; if none does, an answer is drafted by the cheap model.
    """

    intents: Mapping[str, IntentPolicy]
    languages: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


def read_policy(text: str) -> Policy:
    """Parse the policy table of a router's artifact; ``Unavailable`` if it cannot be read."""
    try:
        return Policy.model_validate_json(text)
    except ValidationError as error:
        raise Unavailable(
            "the policy table cannot be read", code="model_broken", remedy="Build the models again."
        ) from error
