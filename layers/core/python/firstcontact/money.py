"""Money: an exact amount in a currency, with the number of decimals that ISO 4217 defines."""

from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from firstcontact.record import Record


@cache
def _exponents() -> dict[str, int]:
    """The number of decimals by currency; codes without one in ISO 4217, such as gold, are left out."""
    from iso4217 import Currency as IsoCurrency  # reads a table, which most functions never need

    return {one.value: one.exponent for one in IsoCurrency if one.exponent is not None}


def decimals(currency: str) -> int:
    """The number of decimals of a currency; raises ``ValueError`` for a currency that ISO 4217 does not list."""
    try:
        return _exponents()[currency]
    except KeyError:
        raise ValueError(f"{currency[:20]!r} is not an ISO 4217 currency") from None


def currencies() -> tuple[str, ...]:
    """The codes of all currencies, sorted."""
    return tuple(sorted(_exponents()))


def _known(code: str) -> str:
    decimals(code)
    return code


Currency = Annotated[str, AfterValidator(_known)]


class Money(Record):
    """An amount in major units (``Decimal("49.00")``) and its ISO 4217 currency."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=15)]
    currency: Currency

    @model_validator(mode="before")
    @classmethod
    def _with_its_decimals(cls, given: Any) -> Any:
        """Write 49 EUR as 49.00; raises ``ValueError`` instead of rounding an amount with too many decimals."""
        if not isinstance(given, dict) or not {"amount", "currency"} <= given.keys():
            return given
        try:
            amount = Decimal(given["amount"])
            rounded = amount.quantize(Decimal(1).scaleb(-decimals(given["currency"])))
        except (ArithmeticError, TypeError):
            return given
        if rounded != amount:
            raise ValueError(f"{amount} has more decimals than {given['currency']} has")
        return {**given, "amount": rounded}

    @classmethod
    def of_minor(cls, minor: int, currency: str) -> Self:
        """The amount from minor units: cents of a euro, yen, fils of a dinar."""
        return cls(amount=Decimal(minor).scaleb(-decimals(currency)), currency=currency)

    def minus(self, other: "Money") -> "Money":
        """The difference; raises ``ValueError`` for another currency or a negative result."""
        if other.currency != self.currency:
            raise ValueError(f"{other} cannot be subtracted from {self}: the currencies differ")
        return Money(amount=self.amount - other.amount, currency=self.currency)

    @property
    def minor(self) -> int:
        """The amount in minor units."""
        return int(self.amount.scaleb(decimals(self.currency)))

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
