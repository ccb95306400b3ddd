"""A solved ticket's two sides: what its customer asked, and what its agent answered."""

import re

_CUSTOMER = re.compile(r"^\s*Customer:(.*?)(?=^\s*Agent:|\Z)", re.MULTILINE | re.DOTALL)
_AGENT = re.compile(r"^\s*Agent:", re.MULTILINE)


def has_agent(text: str) -> bool:
    """Whether a text is a ticket's: somebody answers in it."""
    return bool(_AGENT.search(text))


def question_in(text: str) -> str:
    """What the customer said first; "" where no customer speaks."""
    asked = _CUSTOMER.search(text)
    return asked[1].strip() if asked else ""


def answer_in(text: str) -> str:
    """The agent's last words, which solved it; the whole text where no agent speaks."""
    return _AGENT.split(text)[-1].strip() or text


def without_customer(text: str) -> str:
    """Everything the agent said."""
    return _AGENT.sub("", _CUSTOMER.sub("", text)).strip()
