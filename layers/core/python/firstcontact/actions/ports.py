"""The systems that actions read and write."""

from typing import Protocol

from firstcontact.idempotency import IdempotencyStore
from firstcontact.shop.published import PublishedShop
from firstcontact.systems.orders import Orders
from firstcontact.systems.payments import Payments
from firstcontact.systems.shipping import Carrier


class ActionServices(Protocol):
    """The shop's policy, and the systems of record that actions read and write."""

    @property
    def shop(self) -> PublishedShop: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def shipping(self) -> Carrier: ...
    @property
    def payments(self) -> Payments: ...
    @property
    def idempotency_store(self) -> IdempotencyStore: ...
