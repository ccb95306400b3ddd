"""Everybody outside: shop, carrier, payments, help desk, chat windows, workflow, photos."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from firstcontact.adapters.aws.parameters import Secret
from firstcontact.cases.due import EntryPoint, execution_name
from firstcontact.claims.records import Label, Photo, PhotoLink, Upload
from firstcontact.errors import AgainstPolicy, NotFound
from firstcontact.money import Money
from firstcontact.record import now
from firstcontact.systems.help_desk import ChangedTicket, TicketComment, TicketPage
from firstcontact.systems.orders import Order, OrderLine, OrderState
from firstcontact.systems.payments import Refund
from firstcontact.systems.shipping import Shipment

ADA, BEN = "cus_ada", "cus_ben"
WEBHOOK_SECRET, PREVIOUS_SECRET = "sandbox-zendesk-webhook-secret", "the-secret-before-that"


def euros(amount: str) -> Money:
    """So many euros."""
    return Money(amount=Decimal(amount), currency="EUR")


def order(
    order_id: str,
    customer_id: str = ADA,
    total: str | Money = "53.90",
    delivered_days_ago: float | None = 6,
    **more: object,
) -> Order:
    """An order of one Gull Lite, delivered a few days ago unless said otherwise."""
    delivered = None if delivered_days_ago is None else now() - timedelta(days=delivered_days_ago)
    serials = (f"TW-GUL-{order_id}",)
    given: dict[str, object] = {
        "order_id": order_id,
        "customer_id": customer_id,
        "state": OrderState.DELIVERED if delivered else OrderState.IN_TRANSIT,
        "placed_at": now() - timedelta(days=10),
        "total": euros(total) if isinstance(total, str) else total,
        "lines": (OrderLine(product_id="GUL-LITE", quantity=1, unit_price=euros("49.00"), serials=serials),),
        "payment_id": f"pay_{order_id}",
        "delivered_at": delivered,
        **more,
    }
    return Order.model_validate(given)


class FakeShop:
    """Fills ``Orders``: Ada's 1017, 1042 on its way, 1009 that cost much; Ben's 1043."""

    def __init__(self) -> None:
        self.orders: dict[str, Order] = {}
        for each in (
            order("1009", total="298.00"),
            order("1017"),
            order("1042", total="73.90", delivered_days_ago=None, tracking_number="KP1042"),
            order("1043", BEN, total="141.90"),
        ):
            self.add(each)

    def add(self, new: Order) -> None:
        """Put an order into the shop."""
        self.orders[new.order_id] = new

    def get(self, order_id: str) -> Order:
        if order_id not in self.orders:
            raise NotFound("there is no such order", code="order_not_found")
        return self.orders[order_id]

    def latest(self, customer_id: str, *, limit: int = 5) -> list[Order]:
        own = [each for each in self.orders.values() if each.customer_id == customer_id]
        return sorted(own, key=lambda each: each.placed_at, reverse=True)[:limit]


class FakeCarrier:
    """Fills ``Carrier``."""

    def __init__(self) -> None:
        self.parcels = {"KP1042": Shipment(tracking_number="KP1042", state="moving", last_event="Left Antwerp")}

    def track(self, tracking_number: str) -> Shipment:
        if tracking_number not in self.parcels:
            raise NotFound("the carrier does not know this number", code="unknown_parcel")
        return self.parcels[tracking_number]


class FakePayments:
    """Fills ``Payments``: one refund a key, and never more than was paid; knows which cases asked for one."""

    def __init__(self) -> None:
        self.refunds: dict[str, Refund] = {}
        self.asked: list[tuple[str, Money, str]] = []
        self.cases: set[str] = set()
        self.paid_for: set[str] = set()

    @property
    def paid(self) -> list[Refund]:
        """Every refund that really happened."""
        return list(self.refunds.values())

    def refund(self, payment_id: str, money: Money, *, idempotency_key: str, case_id: str) -> Refund:
        self.asked.append((payment_id, money, idempotency_key))
        self.cases.add(case_id)
        done = self.refunds.get(idempotency_key)
        if done is None:
            if any(refund.payment_id == payment_id for refund in self.refunds.values()):
                raise AgainstPolicy("this payment was refunded before", code="already_refunded")
            number = f"re_{len(self.refunds) + 1}"
            done = Refund(refund_id=number, payment_id=payment_id, money=money, state="succeeded")
            self.refunds[idempotency_key] = done
            self.paid_for.add(case_id)
        return done

    def find(self, payment_id: str, money: Money, *, idempotency_key: str) -> Refund | None:
        return self.refunds.get(idempotency_key)


@dataclass
class FakeTicketing:
    """Fills ``Ticketing``; keyed by ticket and case, so a repeat adds nothing. ``write`` is how others comment."""

    replies: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    changes: list[ChangedTicket] = field(default_factory=list)
    said: dict[str, list[TicketComment]] = field(default_factory=dict)
    can_poll: bool = True
    page_size: int = 2

    def reply(self, ticket_id: str, text: str, *, case_id: str) -> None:
        self.replies.setdefault((ticket_id, case_id), text)

    def note(self, ticket_id: str, text: str, *, case_id: str) -> None:
        self.notes.setdefault((ticket_id, case_id), text)

    def own_author_id(self) -> str:
        return "900"

    def write(self, ticket_id: str, comment_id: str, text: str, **more: Any) -> None:
        """Somebody adds a public comment to a ticket: Ada, unless another author or role is given."""
        given = {"author_id": "77", "author_role": "end-user", "created_at": now(), **more}
        self.said.setdefault(ticket_id, []).append(TicketComment(comment_id=comment_id, text=text, **given))
        self.changes.append(ChangedTicket(ticket_id=ticket_id, updated_at=given["created_at"].isoformat()))

    def changed_tickets(self, cursor: str, since: datetime) -> TicketPage:
        begin = int(cursor or 0)
        end = min(begin + self.page_size, len(self.changes))
        return TicketPage(tickets=tuple(self.changes[begin:end]), cursor=str(end), is_last=end == len(self.changes))

    def comments(self, ticket_id: str, since: datetime) -> tuple[TicketComment, ...]:
        if ticket_id not in self.said:
            raise NotFound("nothing has this id")
        return tuple(comment for comment in self.said[ticket_id] if comment.created_at >= since)


@dataclass
class FakeSocket:
    """Fills ``ChatSocket``; a window named in ``gone`` has left."""

    sent: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def send(self, connection_id: str, event: dict[str, object]) -> bool:
        if connection_id in self.gone:
            return False
        self.sent.append((connection_id, event))
        return True

    def events(self, kind: str) -> list[dict[str, object]]:
        """What was sent of one type."""
        return [event for _, event in self.sent if event["type"] == kind]


class FakeWorkflow:
    """Fills ``Workflow``; remembers what was started and resumed, and may run it (``on_start``)."""

    def __init__(self) -> None:
        self.started: list[tuple[str, str]] = []
        self.resumed: dict[str, dict[str, object]] = {}
        self.entered = 7
        self.waits = True
        self.running: set[str] = set()
        self.expired: set[str] = set()
        self.on_start: Callable[[str, str, str], None] = lambda case_id, begin, name: None
        self._names: set[str] = set()

    def start(self, case_id: str, begin: EntryPoint, attempt: int = 0) -> None:
        name = execution_name(case_id, begin, attempt)
        if name in self._names:
            return
        self._names.add(name)
        self.running.add(name)
        self.started.append((case_id, begin))
        self.on_start(case_id, begin, name)

    def is_running(self, execution: str) -> bool:
        return execution in self.running

    def resume(self, task_token: str, output: dict[str, object]) -> bool:
        """Whether the task waited: only the first answer finds it waiting, and none after it has expired."""
        if not self.waits or task_token in self.resumed or task_token in self.expired:
            return False
        self.resumed[task_token] = output
        return True

    def transitions(self, execution: str) -> int:
        return self.entered


class FakePhotos:
    """Fills ``PhotoStore``."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def upload(self, key: str) -> Upload:
        return Upload(url="https://uploads.tidewire.example", fields={"key": key, "policy": "signed"})

    def links(self, folder: str) -> tuple[PhotoLink, ...]:
        own = sorted(key for key in self.objects if key.startswith(folder))
        signed = "https://uploads.tidewire.example/{}?signed"
        return tuple(PhotoLink(key=key, version=self.read(key).version, url=signed.format(key)) for key in own)

    def read(self, key: str) -> Photo:
        if key not in self.objects:
            raise NotFound("there is no such photo", code="photo_not_found")
        return Photo(self.objects[key], hashlib.sha256(self.objects[key]).hexdigest())


@dataclass
class FakeReader:
    """Fills ``PhotoAnalyzer`` and keeps every picture it was shown."""

    lines: list[str] = field(default_factory=list)
    shown: list[bytes] = field(default_factory=list)

    def text(self, image: bytes) -> list[str]:
        self.shown.append(image)
        return self.lines

    def labels(self, image: bytes) -> list[Label]:
        self.shown.append(image)
        return [Label(name="Headphones", confidence=98.2)]


class FakeSecret(Secret):
    """The help desk's secret, held in hand; ``rotated`` is what reading it again finds."""

    def __init__(self, **fields: str) -> None:
        super().__init__("arn:aws:secretsmanager:us-east-1:123456789012:secret:tested")
        self.held = fields
        self.rotated: dict[str, str] | None = None

    def fields(self) -> dict[str, str]:
        return self.held

    def reread(self) -> dict[str, str]:
        return self.held if self.rotated is None else self.rotated
