"""The types of values in a shop's files; each ``ValueError`` says what to write instead."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StringConstraints

from firstcontact.shop.findings import nearest
from firstcontact.shop.validation import KeyFaults, each_key

V = TypeVar("V")
MAX_WINDOW = 36_500
EVERY_LANGUAGE = ""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DOMAIN = re.compile(r"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_ADDRESS = re.compile(r"[^@\s<>\"]{1,64}@([^@\s]{1,255})")
_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


def name(text: str) -> str:
    """Check the name of an intent, an action or a kind of damage."""
    if not _NAME.fullmatch(text):
        raise ValueError(f"`{text[:60]}` is not a name: use lower-case letters, digits and _, starting with a letter")
    return text


def _written_as(pattern: re.Pattern[str], how: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(f"`{text[:60]}` {how}")
        return text

    return check


def language(text: str) -> str:
    """Check the ISO 639 code of a language."""
    return _written_as(_LANGUAGE, "is not a language: write its ISO 639 code, such as en")(text)


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.hostname or re.search(r"[\s<>\"]", text):
        raise ValueError(f"`{text[:60]}` is not a web address: write the full address, starting with https://")
    return text


def _address(text: str) -> str:
    found = _ADDRESS.fullmatch(text)
    if found is None or not _DOMAIN.fullmatch(found[1].lower()):
        raise ValueError(f"`{text[:60]}` is not an e-mail address: write it like help@shop.example")
    return text


def _time_zone(given: object) -> ZoneInfo:
    if isinstance(given, ZoneInfo):
        return given
    try:
        return ZoneInfo(str(given))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        meant = nearest(str(given), available_timezones())
    remedy = f"did you mean `{meant}`?" if meant else "write one such as Europe/Amsterdam"
    raise ValueError(f"unknown time zone `{str(given)[:60]}`: {remedy}")


def _date_text(given: object) -> object:
    return given.isoformat() if isinstance(given, date) else given


def _window(given: object) -> dict[str, int]:
    if not isinstance(given, Mapping):
        raise ValueError(f"write one number per group: {{ default = {given if isinstance(given, int) else 30} }}")
    window = each_key(given, lambda _, value: _whole(value))
    if repeated := _same_but_for_case(window):
        raise KeyFaults(
            [((key,), f"two rules for the same group: also `{first}`: keep one") for first, key in repeated]
        )
    if "default" not in window:
        raise ValueError("has no `default`, which applies to every other group: add default = 30")
    return window


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("write a whole number")
    if not 0 <= value <= MAX_WINDOW:
        raise ValueError(f"{value} is out of range: write a number from 0 to {MAX_WINDOW}")
    return value


def _same_but_for_case(keys: Mapping[str, object]) -> list[tuple[str, str]]:
    first_by_lower: dict[str, str] = {}
    pairs = [(first_by_lower.setdefault(key.casefold().strip(), key), key) for key in keys]
    return [(first, key) for first, key in pairs if first != key]


def _groups(given: object) -> object:
    if given is None or given == "any":
        return None
    if not isinstance(given, list | tuple) or not given:
        raise ValueError('write "any" or a list of groups, for example ["plus"]')
    return given


def _wording(given: object) -> dict[str, str]:
    texts = {EVERY_LANGUAGE: given} if isinstance(given, str) else given
    if not isinstance(texts, Mapping) or not texts:
        raise ValueError('write a text in quotes, or one per language: { en = "…" }')
    return each_key(texts, _text_of)


def _text_of(key: str, text: Any) -> str:
    if key != EVERY_LANGUAGE:
        language(key)
    if not isinstance(text, str) or not text.strip():
        raise ValueError("write a text in quotes")
    return text


def text_in(wording: Mapping[str, str], wanted: str, default: str) -> str:
    """The text in the wanted language, else in the default one, else in any."""
    return next(
        (wording[one] for one in (wanted, EVERY_LANGUAGE, default) if one in wording), next(iter(wording.values()))
    )


def _without_repetitions(given: tuple[str, ...]) -> tuple[str, ...]:
    if repeated := next((one for place, one in enumerate(given) if one in given[:place]), None):
        raise ValueError(f"`{repeated}` is given twice: keep one")
    return given


def _filled(given: tuple[V, ...]) -> tuple[V, ...]:
    if not given:
        raise ValueError("is empty: add at least one")
    return given


NotEmpty = AfterValidator(_filled)
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Texts = Annotated[tuple[Text, ...], AfterValidator(_without_repetitions)]
Name = Annotated[str, AfterValidator(name)]
Language = Annotated[str, AfterValidator(language)]
Languages = Annotated[tuple[Language, ...], NotEmpty, AfterValidator(_without_repetitions)]
Country = Annotated[
    str, AfterValidator(_written_as(_COUNTRY, "is not a country: write its ISO 3166 code, such as NL"))
]
Domain = Annotated[str, AfterValidator(_written_as(_DOMAIN, "is not a mail domain: write it like shop.example"))]
Colour = Annotated[str, AfterValidator(_written_as(_COLOUR, "is not a colour: write it like #0b6b5e"))]
WebAddress = Annotated[str, AfterValidator(_web_address)]
MailAddress = Annotated[str, AfterValidator(_address)]
TimeZone = Annotated[ZoneInfo, BeforeValidator(_time_zone), PlainSerializer(str, return_type=str)]
DateText = Annotated[Text, BeforeValidator(_date_text)]
Window = Annotated[Mapping[str, int], BeforeValidator(_window)]  # one number per group, "default" for the rest
Groups = Annotated[Texts | None, BeforeValidator(_groups)]  # None means any
Wording = Annotated[Mapping[str, str], BeforeValidator(_wording)]  # by language; EVERY_LANGUAGE for one text
Whole = Annotated[int, Field(strict=True, ge=0, le=MAX_WINDOW)]
Count = Annotated[int, Field(strict=True, ge=1, le=MAX_WINDOW)]
Flag = Annotated[bool, Field(strict=True)]
