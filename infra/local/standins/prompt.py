"""Parses a Converse request: the numbered passages and the question in its last user message."""

import re
from html import unescape
from typing import Any, NamedTuple

from infra.local.standins.aws_error import aws_error

_PASSAGE = re.compile(r"<passage\b([^>]*)>(.*?)</passage>", re.DOTALL)
_NUMBER = re.compile(r'\bn="(\d+)"')
_TITLE = re.compile(r'\btitle="([^"]*)"')
_ANSWER = re.compile(r"<answer alike=\"([\d.]+)\">(.*?)</answer>", re.DOTALL)
_QUESTION = re.compile(r"<question\b[^>]*>(.*)</question>", re.DOTALL)


class NumberedPassage(NamedTuple):
    """A passage as it appears in the prompt."""

    number: int
    title: str
    text: str


class Answer(NamedTuple):
    """An agent's answer to a similar question, and the similarity, 0 to 1."""

    alike: float
    text: str


class Prompt(NamedTuple):
    """The parts of a prompt that the extractive model uses."""

    passages: tuple[NumberedPassage, ...]
    question: str
    solved: tuple[Answer, ...] = ()


def last_user_text(request: dict[str, Any]) -> str:
    """The text of the last message; raises the service's error if it is empty or not the user's."""
    messages = request.get("messages")
    if not isinstance(messages, list) or not messages:
        raise _invalid("The messages field is empty.")
    last = messages[-1]
    if not isinstance(last, dict) or last.get("role") != "user" or not isinstance(last.get("content"), list):
        raise _invalid("A conversation must end with a user message.")
    text = "\n".join(str(block["text"]) for block in last["content"] if isinstance(block, dict) and "text" in block)
    if not text.strip():
        raise _invalid("The text field in the ContentBlock object is blank.")
    return text


def read_prompt(text: str) -> Prompt:
    """Parse passages and question; a message without markup is treated as the question."""
    body = re.sub(r"<question\b.*", "", text, flags=re.DOTALL)
    passages = []
    for position, (attributes, content) in enumerate(_PASSAGE.findall(body), start=1):
        number, title = _NUMBER.search(attributes), _TITLE.search(attributes)
        passages.append(
            NumberedPassage(
                int(number[1]) if number else position, unescape(title[1]) if title else "", unescape(content).strip()
            )
        )
    asked = _QUESTION.search(text)
    solved = tuple(Answer(float(alike), unescape(content).strip()) for alike, content in _ANSWER.findall(body))
    return Prompt(tuple(passages), unescape(asked[1] if asked else text).strip(), solved)


def _invalid(message: str) -> Exception:
    return aws_error(400, "ValidationException", message)
