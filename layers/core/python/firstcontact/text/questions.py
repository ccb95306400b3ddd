"""Analyses what a question asks for: its parts, the kind of answer it expects, the names it mentions."""

import re

from firstcontact.text import analysis

_SENTENCE = re.compile(r"(?<=[?.!])\s+")
_ASKS = re.compile(
    r"\?|^\W*(?:(?:and|but|so|or)\W+)?(?:do|does|did|can|could|is|are|has|have|how|what|when|where|which|who|why|will"
    r"|would|may|should|shall|am|any)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\?\s*|(?:[,;]|(?<!\s))\s+and\s+(?=(?:do|does|did|can|could|is|are|has|have|how|what|when|where|which|who|why|will"
    r"|would|may|it|its|i|my|at|the)\b)",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:please|pls|i (?:want|need|wish|would like)|i'd like|let me|tell me|give me|send me|show me|help me"
    r"|cancel|refund|return|replace|exchange|track|change|reset|update|stop)\b",
    re.IGNORECASE,
)
_AND_ASKS = (
    r"\s+(?:and(?: also| then)?|also|plus|then)\s+(?=(?:please|can|could|would|will|do|does|is|are|how|what"
    r"|when|where|which|who|why|tell|give|send|show|help|cancel|refund|return|replace|exchange|track|change|reset"
    r"|update|stop|i (?:want|need|would)|i'd)\b)"
)
# White space is read once, from its start: a search from each blank of a long run would be quadratic.
_JOINED = re.compile(
    rf"(?:;|(?<!\s)\n)[;\n]*+(?:{_AND_ASKS})?|\n+|(?:,|(?<!\s)){_AND_ASKS}",
    re.IGNORECASE,
)
_FEWEST_WORDS = 2
MAX_REQUESTS = 4
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z]+\b|\b[A-Z]{2,}\b|\b\w*\d\w*\b")
_WRITTEN_AS_NAME = re.compile(r"\b(?:[A-Z][A-Za-z]*|\w*\d\w*)\b")
_TIME = re.compile(
    r"how (?:long|soon|quick)|until when|\bwhen (?:do|does|will|is|are|can)\b|what time", re.IGNORECASE
)
_PRICE = re.compile(r"how much (?:is|does|do|will|would|for)|what.{0,25}cost|price|expensive|\bfee\b", re.IGNORECASE)
_AMOUNT = re.compile(r"how (?:many|much|big|far|heavy|loud|fast|large|often|hot|old)|what size|\bmax", re.IGNORECASE)
_SAYS_TIME = re.compile(
    r"until|overnight|before|after|\bday|week|month|year|hour|minute|\bwhen\b|as soon|twice|at once|immediately",
    re.IGNORECASE,
)
_SAYS_PRICE = re.compile(r"\b[A-Z]{3}\b|[€$£%]|\bfree\b|percent|charge|cost", re.IGNORECASE)


def split_questions(question: str) -> list[str]:
    """The single questions in a message, always at least one; sentences that ask nothing are left out."""
    sentences = _SENTENCE.split(question)
    asking = [sentence for sentence in sentences if _ASKS.search(sentence)] or sentences
    found = [part for sentence in asking for part in _PARTS.split(sentence) if part and analysis.stems(part)]
    return found or [question]


def split_requests(message: str) -> list[str]:
    """The parts of a message that each request something, without statements; [] if there are fewer than two."""
    pieces = [piece for sentence in _SENTENCE.split(message) for piece in _JOINED.split(sentence)]
    found = [
        piece.strip()
        for piece in pieces
        if len(piece.split()) >= _FEWEST_WORDS and (_ASKS.search(piece) or _WANTS.search(piece))
    ]
    return found[:MAX_REQUESTS] if len(found) > 1 else []


def fits_kind(question: str, reply: str) -> float:
    """Whether the reply has the kind of information asked for: 1 yes, 0 no, 0.5 if no kind was asked for."""
    number = bool(analysis.numbers(reply))
    if _TIME.search(question):
        return float(number or bool(_SAYS_TIME.search(reply)))
    if _PRICE.search(question):
        return float(bool(_SAYS_PRICE.search(reply)))
    return float(number) if _AMOUNT.search(question) else 0.5


def unknown_names(question: str, passages: str) -> list[str]:
    """Names and numbers in the question that the passages do not mention.

    A word in the passages counts as a mention only if it is capitalised or has a digit.
    """
    known = {analysis.stem(word.lower()) for word in _WRITTEN_AS_NAME.findall(passages)}
    names = (analysis.stem(name.lower()) for name in _NAME.findall(question) if name.lower() not in ("i", "ok"))
    return analysis.missing(names, known)
