"""Detect whether a customer's answer confirms an action."""

import re

_YES = re.compile(
    r"\W*(yes|yep|yeah|ok(ay)?|sure|confirm(ed)?|go ahead|please do|do it)\b"
    r"(\W+(yes|ok(ay)?|sure|please|thanks?|you|i|we|agree|confirm(ed)?|that'?s|is|fine|right|correct|do|it|that|this|so"
    r"|go|ahead|of|course|refund|me|the|my|order|money|back)\b)*[^\w?]*",
    re.IGNORECASE,
)
_NO = re.compile(r"^\W*(no|nope|don'?t|do not|stop|cancel|never ?mind)\b", re.IGNORECASE)
_BARE_NO = re.compile(
    r"\W*+(nope|no|stop|cancel|never ?mind)\b([^\w?]++(no|thanks?|you|please|it|that)\b)*+[^\w?]*+", re.IGNORECASE
)


def is_bare_answer(text: str) -> bool:
    """Whether the text is a yes or a no and nothing else, so that without a question it means nothing new."""
    return bool(_YES.fullmatch(text) or _BARE_NO.fullmatch(text))


MAX_CHARS = 500  # of a plain yes; a longer text says more than that


def answer_to_confirmation(text: str) -> bool | None:
    """True for yes, False for no, None for neither; a yes with any further text, such as a condition, is None.

    Only the first ``MAX_CHARS`` characters are read, and a longer text is no yes.
    """
    if _NO.search(text[:MAX_CHARS]):
        return False
    return True if len(text) <= MAX_CHARS and _YES.fullmatch(text) else None
