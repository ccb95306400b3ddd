"""What the gate sees of a text without a model: its sentences, words, numbers and negations."""

import re
import unicodedata
from collections.abc import Iterable

from firstcontact.chunking import plain

_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9À-Þ])|;\s+|\n+")
_LIST_MARK = re.compile(r"^\s*(?:[-*\u2022]|\d{1,2}[.)])\s+")
_SHORTENED = re.compile(r"\b(?:e\.g|i\.e|approx|nr|vs|incl|max|min|[A-Z])\.$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "ly", "er", "s", "e", "y")
_STOP = frozenset(
    "a about all also am an and any are as at be because been being but by can could did do does doing for from get "
    "gets got had has have having he her here hers him his how i if in into is it its itself just let like may me "
    "might mine more much must my now of ok okay on or our ours please rather s shall she should so some such t than "
    "thank thanks that the their theirs them then there these they this those to too us ve very want was we well "
    "were what when where whether which while who whom whose why will with would yes you your yours hi hello hey "
    "d ll m re im ive dont guys actually really still even pls u ur".split()
)
_NEGATIONS = frozenset(
    "no not never without none neither nor nothing cannot cant isnt doesnt dont wont arent nobody".split()
)
_NUMERALS = {
    word: str(n)
    for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
_HEDGE = re.compile(
    r"\b(?:i|we) (?:do not|don't|cannot|can't|could not|couldn't|am not able to|have no|found no|found nothing|did not)\b"
    r"|\bnot (?:known to me|in our (?:help )?articles|mentioned|described|stated|covered)\b"
    r"|\b(?:articles|passages|documents|sources) (?:do not|don't|does not) (?:say|mention|state|cover|tell)\b"
    r"|\bno information\b|\bunable to (?:find|answer|tell|say)\b|\bi(?:'m| am) not sure\b|\bi(?:'m| am) unable\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of a text without its markup; list points are sentences, headings are not."""
    found = list[str]()
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        for piece in _END.split(_LIST_MARK.sub("", plain(line))):
            if found and _SHORTENED.search(found[-1]):
                found[-1] += " " + piece.strip()
            elif any(c.isalnum() for c in piece):
                found.append(piece.strip())
    return found


def stems(text: str) -> list[str]:
    """The content words of a text in order, cut to a light stem; numbers are among them."""
    return [stem(word) for word in words(text) if word not in _STOP and word not in _NEGATIONS]


def words(text: str) -> list[str]:
    """All words, lower case, without accents and apostrophes; small numerals as digits."""
    spread = unicodedata.normalize("NFKD", text.lower().replace("\u2019", "'"))
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return [_NUMERALS.get(word, word) for word in (found.replace("'", "") for found in _WORD.findall(bare))]


def stem(word: str) -> str:
    """The word without a common ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def numbers(text: str) -> set[str]:
    """The numbers in a text, small numerals included, written one way (``1,055`` and ``1055`` are one)."""
    spelled = {
        numeral for word, numeral in ((w, _NUMERALS.get(w)) for w in re.findall(r"[a-z]+", text.lower())) if numeral
    }
    return spelled | {_written(found) for found in _NUMBER.findall(text)}


def negated(text: str) -> bool:
    """Whether the text denies what it speaks of."""
    return any(word in _NEGATIONS or word.endswith("nt") and word[:-2] in _AUXILIARIES for word in words(text))


_AUXILIARIES = frozenset("is are was were do does did has have had ca could would should wo must need".split())


def hedges(sentence: str) -> bool:
    """Whether a sentence says that something is not known, rather than stating a fact."""
    return bool(_HEDGE.search(sentence))


def share(part: Iterable[str], whole: Iterable[str]) -> float:
    """How much of the first is in the second; 1 when there is nothing to look for."""
    wanted, there = set(part), set(whole)
    return len(wanted & there) / len(wanted) if wanted else 1.0


def _written(number: str) -> str:
    thousands = re.fullmatch(r"\d{1,3}(?:,\d{3})+", number)
    return number.replace(",", "") if thousands else number.replace(",", ".")
