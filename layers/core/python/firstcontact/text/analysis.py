"""Analyses a text without a model: its sentences, words, numbers, denials and admissions. Used by the gate."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterable
from functools import lru_cache

from firstcontact.text.markdown import strip_markdown

_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9À-Þ])|;\s+")
_CLAUSE = re.compile(
    r"[;:]\s+|,\s+(?=(?:which|because|so|but|unless|until|and)\b)|(?:,|(?<!\s))\s+(?:and|but|so|or)\s+"
    r"(?=(?:an?|the|i|you|we|it|they|your|our|its|is|are|has|have|can|cannot|does|comes?|costs?|takes?|gives?|needs?"
    r"|works?|no|not|then|there|in|on|for|free|most|\d+)\b)",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"^\s*(?:[-*\u2022]|\d{1,2}[.)])\s+")
# A single capital with a dot is an initial in a name ("J. Smith"); after a number it is a unit that ends its sentence
# ("2 A.").
_SHORTENED = re.compile(
    r"\b(?:e\.g|i\.e|approx|nr|vs|incl|max|min)\.$"
    r"|(?-i:(?:^|(?<![\w.])(?:(?![A-Z])[\w.])*+[A-Z][\w.]*+ )[A-Z])\.$",
    re.IGNORECASE,
)
_PSEUDONYM = re.compile(r"\[([A-Z]+)(?:_[A-Z]+)*_\d+\]")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
MIN_BEGINNING = 4  # a shorter word is not the beginning of another
_ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "ly", "er", "s", "e", "y")
_STOP = frozenset(
    _WORD.findall(
        "a about all also am an and any are as at be because been being but by can could d did do does doing dont for"
        " from get gets got guys had has have having he hello her here hers hey hi him his how i if im in into is it"
        " its itself ive just let like ll m may me might mine more much must my now of ok okay on or our ours please"
        " pls rather re really s shall she should so some still such t than thank thanks that the their theirs them"
        " then there these they this those to too u ur us ve very want was we well were what when where whether which"
        " while who whom whose why will with would yes you your yours actually even"
    )
)
_DENIALS = frozenset(
    _WORD.findall("no not never without none neither nor nothing nobody cannot cant isnt arent doesnt dont wont isnt")
)
_NUMERALS = {
    word: str(n)
    for n, word in enumerate(_WORD.findall("two three four five six seven eight nine ten eleven twelve"), start=2)
}
_DATES = frozenset(
    _WORD.findall(
        "monday tuesday wednesday thursday friday saturday sunday january february april june july august september"
        " october november december"
    )
)
_ADMISSION = re.compile(
    r"\b(?:i|we) (?:do not|don't|did not|didn't) (?:know|find|have (?:any )?(?:information|figures?))\b"
    r"|\b(?:i|we) (?:cannot|can't|could not|couldn't|(?:am|are) not able to) (?:say|tell|find|answer|confirm)\b"
    r"|\b(?:i have|i found|we found|there is|we have) (?:no information|nothing|no figures?)\b|\bi have no\b"
    r"|\bnot (?:known to me|in our (?:help )?articles|in the (?:articles|passages|documents|context))\b"
    r"|\bnot (?:mentioned|described|stated|covered)\b|\bunable to (?:find|answer|tell|say)\b"
    r"|\b(?:articles?|passages?|documents?|context) (?:do|does)(?: not|n't) (?:say|mention|state|cover|tell)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text without its markup; list items count as sentences, headings do not."""
    found = list[list[str]]()
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        for piece in _END.split(_PSEUDONYM.sub(r"\1", strip_markdown(_LIST_MARK.sub("", line)))):
            if found and _SHORTENED.search(" ".join(found[-1][-2:])):  # an abbreviation has no more than two parts
                found[-1].append(piece.strip())
            elif any(c.isalnum() for c in piece):
                found.append([piece.strip()])
    return tuple(map(" ".join, found))


def clauses(sentence: str) -> list[str]:
    """The parts of a sentence that each make a statement of their own."""
    found = list[list[str]]()
    for piece in _CLAUSE.split(sentence):
        if found and len(set(stems(piece))) < 2:
            found[-1].append(piece)
        else:
            found.append([piece])
    return list(map(" ".join, found))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """All words in lower case, without accents and apostrophes; the numerals two to twelve as digits."""
    spread = unicodedata.normalize("NFKD", text.lower().replace("\u2019", "'"))
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return tuple(_NUMERALS.get(word, word) for word in (found.replace("'", "") for found in _WORD.findall(bare)))


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """The content words of a text in order, lightly stemmed, numbers included."""
    return tuple(stem(word) for word in words(text) if word not in _STOP and word not in _DENIALS)


def stem(word: str) -> str:
    """The word without a common ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=4096)
def numbers(text: str) -> frozenset[str]:
    """The numbers, weekdays and months of a text; ``1,055`` equals ``1055``, and ``two`` equals ``2``."""
    spoken = {word for word in words(text) if word in _DATES or (word.isdigit() and len(word) <= 2)}
    return frozenset(spoken | {_written(found) for found in _NUMBER.findall(text)})


def measures(text: str) -> frozenset[tuple[str, str]]:
    """Every whole number with the content word that follows it, which says what is counted."""
    said = words(text)
    following = (
        [stem(w) for w in said[at + 1 : at + 5] if w not in _STOP and not w.isdigit()] for at in range(len(said))
    )
    return frozenset(
        (word, (after or [""])[0]) for word, after in zip(said, following, strict=True) if word.isdigit()
    )


def denies(text: str) -> bool:
    """Whether the text contains a negation."""
    return any(word in _DENIALS for word in words(text))


def admits(sentence: str) -> bool:
    """Whether a sentence says that something is not known, rather than stating a fact."""
    return bool(_ADMISSION.search(sentence))


def share(part: Iterable[str], whole: Collection[str]) -> float:
    """The share of distinct items of ``part`` that are in ``whole``; 1 if ``part`` is empty."""
    wanted = set(part)
    return sum(word in whole for word in wanted) / len(wanted) if wanted else 1.0


def missing(part: Iterable[str], whole: Collection[str]) -> list[str]:
    """The words of ``part`` that do not occur in ``whole``.

    Two words of four letters or more also match if one begins with the other.
    """
    long = {word for word in whole if len(word) >= MIN_BEGINNING}
    ordered, lengths = sorted(long), {len(word) for word in long}  # comparing each with all would be quadratic

    def begins(word: str) -> bool:
        place = bisect_left(ordered, word)
        following = ordered[place] if place < len(ordered) else ""
        return following.startswith(word) or any(word[:length] in long for length in lengths if length < len(word))

    return [
        word for word in dict.fromkeys(part) if word not in whole and (len(word) < MIN_BEGINNING or not begins(word))
    ]


def _written(number: str) -> str:
    return number.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+", number) else number.replace(",", ".")
