"""A solved ticket's two sides: what its customer asked, and what its agent answered."""

import re
from collections.abc import Iterable, Iterator

_FLAGS = re.MULTILINE | re.DOTALL | re.IGNORECASE
_CUSTOMER = re.compile(r"^[^\S\n]*Customer:(.*?)(?=^[^\S\n]*Agent:|\Z)", _FLAGS)
_AGENT = re.compile(r"^[^\S\n]*Agent:(.*?)(?=^[^\S\n]*(?:Agent|Customer):|\Z)", _FLAGS)
_SPEAKER = re.compile(r"^[^\S\n]*(Agent:|Customer:)", _FLAGS)


def has_agent(text: str) -> bool:
    """Whether a text is a ticket's: somebody answers in it."""
    return bool(_AGENT.search(text))


def question_in(text: str) -> str:
    """What the customer said first; "" where no customer speaks."""
    asked = _CUSTOMER.search(text)
    return asked[1].strip() if asked else ""


def answer_in(text: str) -> str:
    """The agent's last words, which solved it; the whole text where no agent speaks."""
    said = _AGENT.findall(text)
    return (said[-1].strip() if said else "") or text


def without_customer(text: str) -> str:
    """Everything the agent said."""
    return _SPEAKER.sub("", _CUSTOMER.sub("", text)).strip()


def label_speakers(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces of a ticket that was cut, each beginning with who speaks."""
    speaker = ""
    for piece in pieces:
        named = _SPEAKER.findall(piece)
        yield piece if _SPEAKER.match(piece) or not speaker else f"{speaker} {piece}"
        speaker = named[-1] if named else speaker
