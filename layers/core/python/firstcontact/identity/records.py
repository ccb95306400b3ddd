"""Who is calling, as proved by their token."""

from typing import Literal

from firstcontact.record import Record

StaffGroup = Literal["reviewer", "finance"]  # the groups of users that staff sign in with
VALUED = "valued"  # the user group and the ticket tag that mark customers the shop values


class Customer(Record):
    """A customer as identified by their token; ``valued`` if the shop put them in the user group of that name."""

    customer_id: str
    valued: bool = False
    groups: tuple[str, ...] = ()


class Caller(Record):
    """A signed-in person. ``customer_id`` is None for staff; ``groups`` are their groups in the user pool."""

    subject: str
    customer_id: str | None = None
    groups: frozenset[str] = frozenset()
