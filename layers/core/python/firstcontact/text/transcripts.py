"""The two sides of a solved ticket: what the customer asked, and what the agent answered."""

import re
from collections.abc import Iterable, Iterator

_FLAGS = re.MULTILINE | re.DOTALL | re.IGNORECASE
_CUSTOMER = re.compile(r"^[^\S\n]*Customer:(.*?)(?=^[^\S\n]*Agent:|\Z)", _FLAGS)
_AGENT = re.compile(r"^[^\S\n]*Agent:(.*?)(?=^[^\S\n]*(?:Agent|Customer):|\Z)", _FLAGS)
_SPEAKER = re.compile(r"^[^\S\n]*(Agent:|Customer:)", _FLAGS)


def has_agent(text: str) -> bool:
    """Whether a text is a ticket: an agent speaks in it."""
    return bool(_AGENT.search(text))


def question_in(text: str) -> str:
    """The customer's first message; "" if no customer speaks."""
    asked = _CUSTOMER.search(text)
    return asked[1].strip() if asked else ""


def answer_in(text: str) -> str:
    """The agent's last message, which solved the ticket; the whole text if no agent speaks."""
    said = _AGENT.findall(text)
    return (said[-1].strip() if said else "") or text


def without_customer(text: str) -> str:
    """Everything the agent said."""
    return _SPEAKER.sub("", _CUSTOMER.sub("", text)).strip()


def label_speakers(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a ticket that was cut, each beginning with its speaker."""
    speaker = ""
    for piece in pieces:
        named = _SPEAKER.findall(piece)
        yield piece if _SPEAKER.match(piece) or not speaker else f"{speaker} {piece}"
        speaker = named[-1] if named else speaker
