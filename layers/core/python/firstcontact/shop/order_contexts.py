"""Decides from the words around a number whether it is an order number or something else."""

import re

from firstcontact.shop.currencies import decimals_by_currency
from firstcontact.shop.order_words import VERBS_IN_S
from firstcontact.shop.order_words import any_of as _any_of

REACH = 60  # the number of characters examined before and after a number
MAX_JOINT = 11  # the number of characters between two numbers of a list
_PUNCTUATION = r"[\s:.,=\-/(\"'“”„«»\u2018\u2019*\[]{0,6}"
_TIGHT = r"[\s:.=\-/(\"'“”„«»\u2018\u2019*\[]{0,6}"  # no comma: it ends the preceding phrase


def _before(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{expression})\Z")


def _after(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


_NUMBER = rf"(?:{_any_of('link')}\s{{1,3}}){{0,3}}{_any_of('number')}{_TIGHT}(?:{_any_of('is')}{_TIGHT})?"
_WORD = rf"(?:(?<!\w){_any_of('order')}|{_any_of('order_glued')})"
_NAMED = _before(rf"{_WORD}{_TIGHT}(?:{_NUMBER}|{_any_of('number_glued')}{_TIGHT})#?\s?|{_WORD}{_TIGHT}#\s?")
_DIRECT = _before(rf"{_WORD}{_TIGHT}(?:{_any_of('is')}{_TIGHT})?")
_NUMBER_ALONE = _before(
    rf"(?:(?<!\w){_any_of('number')}|{_any_of('number_glued')}){_TIGHT}(?:{_any_of('is')}{_TIGHT})?#?\s?"
)
_HASH = _before(r"[#№]\s?")
_VERB = _before(rf"(?<!\w){_any_of('ordering')}\s{{1,3}}")
_OTHER = _before(
    rf"(?<!\w){_any_of('other')}(?:{_PUNCTUATION}(?:{_any_of('number')}|{_any_of('number_glued')}))?{_TIGHT}"
    rf"(?:{_any_of('is')}{_TIGHT})?#?\s?"
)
_PLURAL = _before(rf"(?<!\w)(?:orders|bestellungen|aufträge|commandes|pedidos|órdenes|ordini|bestellingen){_TIGHT}")
_AND = re.compile(rf"\s*+(?:[,;/&+]|(?<!\w){_any_of('and')}(?!\w))*+\s*+(?:{_any_of('and')}\s++)?#?\s*+")
_CODES = "|".join(sorted(decimals_by_currency()))
_CODE_BEFORE = _before(rf"(?<![A-Za-z])(?:{_CODES})\.?\s?")
_CODE_AFTER = _after(rf"\s?(?:{_CODES})(?![A-Za-z])(?!\s?\d)")
_CURRENCY_BEFORE = _before(rf"(?:(?<!\w){_any_of('currency')}|[€$£¥₹₽₺₩₪฿])\.?\s?")
_CURRENCY_AFTER = _after(rf"\s?{_any_of('currency')}(?!\w)(?!\s?\d)|[.,][-–]")  # noqa: RUF001
_SYMBOL_BEFORE = _before(r"[€$£¥₹₽₺₩₪฿]\s?")
_UNIT_AFTER = _after(rf"\s?{_any_of('unit')}(?!\w)(?!\s?\d)")
_COUNTED_AFTER = _after(rf"\s(?:[a-z-]{{2,14}}\s)?{_any_of('counted')}(?!\w)")
_NEXT_WORD = _after(r"\s([a-z]{4,20})(?![\w'\u2019-])")
_QUANTITY_BEFORE = _before(rf"(?<!\w){_any_of('quantity')}{_TIGHT}")
_GROUPS_BEFORE = re.compile(r"(?:[\d+(][\d() .-]{0,30})\Z")
_GROUPS_AFTER = re.compile(r"[\d() -]{0,30}")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_TIME_BEFORE = _before(r"(?<!\w)(?<!look )(?<!looking )(?:at|um|à|alle|a las|om)\s")
_TIME = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_STREET_AFTER = _after(rf",?\s(?:[\w'.-]{{1,20}}\s){{0,3}}{_any_of('street')}(?!\w)")
_STREET_BEFORE = _before(rf"(?<!\w)(?:{_any_of('street')}\.?(?:\s[\w'-]{{1,20}}){{0,4}}|\w{{2,30}}str\.?),?\s{{1,3}}")
_ADDRESS_NEAR = re.compile(rf"(?<!\w)(?:{_any_of('address')}|{_any_of('street')})(?!\w)")
_POSTCODE_BEFORE = _before(
    r"(?<!\w)(?:zip|zip ?code|post ?code|postal code|plz|postleitzahl|code postal|cap|c[óo]digo postal)"
    r"\W{0,3}(?:is |ist )?"
)
_PLACE_BEFORE = _before(rf"(?:(?<!\w){_any_of('place_before')}\s|,\s?)")
_CITY = (
    r" (?!(?:Thanks?|Thx|Please|Pls|Bitte|Danke|Merci|Gracias|Grazie|Bedankt|Hello|Hi|Where|When|Why|What|I)\b)"
    r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][\wÀ-ÿ'-]{2,20}"
)
_CITY_AFTER = re.compile(_CITY)
_CITY_LINE = re.compile(rf"{_CITY}(?: [A-ZÀ-ÖØ-Þ][\wÀ-ÿ'-]{{1,20}}){{0,2}}[^\S\n]{{0,4}}(?:\n|\Z)")
_DUTCH_AFTER = re.compile(r" ?[A-Z]{2}(?![A-Za-z])")
_STATE_BEFORE = re.compile(r"(?<![A-Za-z])[A-Z]{2} \Z")
_MODEL_BEFORE = re.compile(
    r"(?<![A-Za-z])(?!(?:NO|NR|ID|PO|ORD|REF|CDE|HI|OK|RE|FW|FWD|AW|WG|PLS|MY)\b)[A-Z]{1,4} \Z"
)


def introduction(before: str) -> str:
    """How the words before a number introduce it: "named" (order number 7), "direct" (order 7), or "" (neither)."""
    folded = before.casefold()
    if _NAMED.search(folded):
        return "named"
    if _OTHER.search(folded) or _VERB.search(folded):
        return ""
    if _DIRECT.search(folded):
        return "direct"
    return "named" if _HASH.search(folded) or _NUMBER_ALONE.search(folded) else ""


def names_several(before: str) -> bool:
    """Whether the word before the number is a plural, so that several numbers follow."""
    return _PLURAL.search(before.casefold()) is not None


def joins(text: str, end: int, start: int) -> bool:
    """Whether the text between the end of one number and the start of the next makes them a list."""
    return start - end <= MAX_JOINT and _AND.fullmatch(text[end:start].casefold()) is not None


def is_amount_or_measure(before: str, after: str) -> bool:
    """Whether a currency or a unit belongs to the number, which rules out an order number."""
    folded = after.casefold()
    return bool(
        _SYMBOL_BEFORE.search(before)
        or _CODE_AFTER.match(after)
        or _CURRENCY_AFTER.match(folded)
        or _UNIT_AFTER.match(folded)
    )


def is_counted(after: str) -> bool:
    """Whether a plural noun follows."""
    folded = after.casefold()
    if _COUNTED_AFTER.match(folded):
        return True
    word = _NEXT_WORD.match(after)
    return bool(
        word and word[1].endswith("s") and not word[1].endswith(("ss", "us", "is")) and word[1] not in VERBS_IN_S
    )


def is_something_else(before: str, digits: str, after: str) -> bool:
    """Whether a number that is not introduced as an order's is likely another id, a sum, a phone or an address."""
    folded = before.casefold()
    return bool(
        _OTHER.search(folded)
        or _VERB.search(folded)
        or _QUANTITY_BEFORE.search(folded)
        or _CODE_BEFORE.search(before)
        or _CURRENCY_BEFORE.search(folded)
        or _MODEL_BEFORE.search(before)
        or is_counted(after)
        or (_TIME.fullmatch(digits) and _TIME_BEFORE.search(folded))
        or _is_in_groups(before, digits, after)
        or is_in_address(before, digits, after)
    )


def _is_in_groups(before: str, digits: str, after: str) -> bool:
    """Whether it is part of a phone number, a card number or a number with thousands separated by spaces."""
    head, tail = _GROUPS_BEFORE.search(before), _GROUPS_AFTER.match(after)
    run = f"{head[0] if head else ''}{digits}{tail[0].rstrip(' (-') if tail else ''}"
    groups = re.findall(r"\d+", run)
    total = sum(map(len, groups))
    if len(groups) == 1 and not run.startswith(("+", "(")):
        return digits.startswith("0") and len(digits) >= 9
    return (
        (run.startswith(("+", "(", "0")) and total >= 7) or len(groups) > 2 or bool(_THOUSANDS.fullmatch(run.strip()))
    )


def is_in_address(before: str, digits: str, after: str) -> bool:
    """Whether it is a house number or a postcode."""
    folded = before.casefold()
    if _STREET_AFTER.match(after.casefold()) or _STREET_BEFORE.search(folded) or _POSTCODE_BEFORE.search(folded):
        return True
    if len(digits) not in (4, 5, 6):
        return False
    if _STATE_BEFORE.search(before) or (len(digits) == 4 and _DUTCH_AFTER.match(after)):
        return True
    if before[-1:] in ("", "\n") and len(digits) == 5 and _CITY_LINE.match(after):
        return True
    has_city = _CITY_AFTER.match(after) is not None
    return has_city and bool(_PLACE_BEFORE.search(folded) or _ADDRESS_NEAR.search(f"{folded} {after.casefold()}"))
