"""Money: an exact amount in a currency."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from firstcontact.record import Record


class Money(Record):
    """An amount in major units (``Decimal("49.00")``) and its ISO 4217 currency."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]

    @property
    def minor(self) -> int:
        """The amount in minor units (cents)."""
        return int(self.amount * 100)

    def __str__(self) -> str:
        return f"{self.amount:.2f} {self.currency}"
