"""Who is calling, as proved by their token."""

from typing import Literal

from firstcontact.record import Record

StaffGroup = Literal["reviewer", "finance"]  # the groups of users that staff sign in with
VALUED = "valued"  # the group of users and the tag of tickets that mark whom the shop values


class Customer(Record):
    """A customer as their token names them; ``valued`` if the shop put them in the group of that name."""

    customer_id: str
    valued: bool = False


class Caller(Record):
    """A signed-in person. ``customer_id`` is None for staff; ``groups`` are the user pool's."""

    subject: str
    customer_id: str | None = None
    groups: frozenset[str] = frozenset()
