"""Money has the decimals of its currency, in records and in minor units."""

from decimal import Decimal

import pytest
from firstcontact.money import Money, currencies, decimals
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "shown"),
    [
        ("53.9", "EUR", 5390, "53.90 EUR"),
        ("5000", "JPY", 5000, "5000 JPY"),
        ("5000.00", "JPY", 5000, "5000 JPY"),
        ("10.5", "KWD", 10500, "10.500 KWD"),
        ("0", "CHF", 0, "0.00 CHF"),
        ("1200", "KRW", 1200, "1200 KRW"),
        ("3.141", "TND", 3141, "3.141 TND"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(amount: str, currency: str, minor: int, shown: str) -> None:
    money = Money(amount=Decimal(amount), currency=currency)
    assert (money.minor, str(money)) == (minor, shown)
    assert Money.of_minor(minor, currency) == money


@pytest.mark.parametrize(("amount", "currency"), [("0.5", "JPY"), ("1.005", "EUR"), ("1.0001", "KWD"), ("-1", "EUR")])
def test_a_fraction_the_currency_does_not_have_is_refused_and_never_rounded(amount: str, currency: str) -> None:
    with pytest.raises(ValidationError):
        Money(amount=Decimal(amount), currency=currency)


@pytest.mark.parametrize("currency", ["EURO", "eur", "XXX", "XAU", "", "€"])
def test_what_iso_4217_gives_no_decimals_is_no_currency(currency: str) -> None:
    with pytest.raises(ValidationError):
        Money(amount=Decimal(1), currency=currency)


@given(st.sampled_from(currencies()), st.integers(0, 10**9))
def test_minor_units_come_back_as_they_were(currency: str, minor: int) -> None:
    money = Money.of_minor(minor, currency)
    assert money.minor == minor
    assert Money.model_validate_json(money.model_dump_json()) == money
    assert -int(money.amount.as_tuple().exponent) == decimals(currency)


def test_only_the_same_currency_is_taken_away_and_no_more_than_there_is() -> None:
    paid = Money(amount=Decimal("86.80"), currency="CHF")
    assert str(paid.minus(Money(amount=Decimal("14.50"), currency="CHF"))) == "72.30 CHF"
    with pytest.raises(ValueError, match="currencies differ"):
        paid.minus(Money(amount=Decimal(1), currency="EUR"))
    with pytest.raises(ValidationError):
        paid.minus(Money(amount=Decimal(100), currency="CHF"))
