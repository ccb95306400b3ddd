"""What the guard learns of a message; it travels with the case, so that no later step looks again."""

from pydantic import Field

from firstcontact.record import Record


class GuardedMessage(Record):
    """A message as models may see it: private data replaced by pseudonyms, which ``restore`` puts back.

    ``before`` is what the customer said earlier, where the message is not understood without it. ``suspicion`` says
    why the message looks like an attack; it is empty where it does not.
    """

    question: str
    before: str = ""
    pseudonyms: dict[str, str] = Field(default_factory=dict)
    suspicion: str = ""

    @property
    def text(self) -> str:
        """The whole message, earlier words first."""
        return f"{self.before}\n{self.question}" if self.before else self.question
