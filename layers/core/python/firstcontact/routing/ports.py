"""What routing needs from outside: the intent model and the operators' switch."""

from typing import Protocol

from firstcontact.routing.prediction import Prediction


class IntentModel(Protocol):
    """Says what a message is about, and how sure that is."""

    def predict(self, text: str) -> Prediction: ...


class HandoffSwitch(Protocol):
    """The operators' switch that sends everything to people."""

    def people_only(self) -> bool:
        """Whether it is on. A switch that cannot be read counts as on."""
