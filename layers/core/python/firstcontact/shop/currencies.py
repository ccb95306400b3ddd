"""ISO 4217 currencies and amounts in them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Annotated

from iso4217 import Currency as IsoCurrency
from pydantic import AfterValidator, BeforeValidator

from firstcontact.shop.findings import nearest
from firstcontact.shop.validation import each_key

MAX_DIGITS = 12


@cache
def decimals_by_currency() -> Mapping[str, int]:
    """The number of decimals by currency; codes without one, such as gold and test codes, are left out."""
    return {one.value: one.exponent for one in IsoCurrency if one.exponent is not None}


def currency(code: str) -> str:
    """The currency code; raises ``ValueError`` for a code that ISO 4217 does not list."""
    if code not in decimals_by_currency():
        raise ValueError(f"unknown currency `{code[:20]}`: {_remedy(code)}")
    return code


def amount(text: object, code: str) -> Decimal:
    """Parse an amount of a currency; raises ``ValueError`` with what is wrong and how to write it."""
    if isinstance(text, Decimal):
        text = str(text)
    if not isinstance(text, str):
        raise ValueError(f'write the amount in quotes, for example {code} = "{_example(code)}"')
    try:
        value = Decimal(text) if text.isascii() and "_" not in text and text == text.strip() else Decimal("NaN")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or "e" in text.lower():
        raise ValueError(f'`{text[:20]}` is not an amount: write it like "{_example(code)}"')
    if value < 0:
        raise ValueError(f"{text} is negative: write 0 or more")
    places = -int(value.as_tuple().exponent)
    if places > decimals_by_currency()[code]:
        raise ValueError(f'{text} has more decimals than {code} has: write it like "{_example(code)}"')
    if len(value.as_tuple().digits) > MAX_DIGITS:
        raise ValueError(f"{text[:20]}… is too large: write at most {MAX_DIGITS} digits")
    return value


def _amounts(given: object) -> dict[str, Decimal]:
    if not isinstance(given, Mapping):
        shown = given if isinstance(given, str | int | float) else "200.00"
        raise ValueError(f'an amount needs its currency: write {{ EUR = "{shown}" }}')
    return each_key(given, lambda code, text: amount(text, currency(code)))


def _example(code: str) -> str:
    places = decimals_by_currency().get(code, 2)
    return f"200.{'0' * places}" if places else "200"


def _remedy(code: str) -> str:
    if code.upper() in decimals_by_currency():
        return f"write {code.upper()}"
    meant = nearest(code, decimals_by_currency())
    return f"did you mean `{meant}`?" if meant else "write its ISO 4217 code, such as EUR"


Currency = Annotated[str, AfterValidator(currency)]
Amounts = Annotated[Mapping[str, Decimal], BeforeValidator(_amounts)]
NO_AMOUNTS: Mapping[str, Decimal] = {}
