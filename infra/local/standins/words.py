"""Normalises words for the extractive model: content words only, reduced to a simple stem."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ingly", "edly", "ing", "ies", "ied", "ed", "es", "ly", "s", "e")
_STOP = frozenset(
    _WORD.findall(
        "a about after all also am an and any are as at be been but by can could did do does doing don for from get"
        " got had has have having he her hers hi him his how i if im in into is it its ive just ll me my need no not"
        " of ok on one or our out please re s she should so some t than thank thanks that the their them then there"
        " these they this to too up us ve want was we were what when where which who whom why will with would you"
        " your yours"
    )
)


def stems(text: str) -> list[str]:
    """The stems of a text's content words, in order."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("\u2019", "'"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return [_stem(word) for word in _WORD.findall(letters) if word not in _STOP]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            stem = word[: -len(ending)]
            return stem + "y" if ending in ("ies", "ied") else stem
    return word
