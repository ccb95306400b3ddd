"""What routing needs from outside: the intent model and the operators' switch."""

from typing import Protocol

from firstcontact.routing.prediction import Prediction


class IntentModel(Protocol):
    """Predicts what a message is about, and with what confidence."""

    def predict(self, text: str) -> Prediction: ...


class HandoffSwitch(Protocol):
    """The operators' switch that sends every message to a person."""

    def people_only(self) -> bool:
        """Whether the switch is on. A switch that cannot be read counts as on."""
