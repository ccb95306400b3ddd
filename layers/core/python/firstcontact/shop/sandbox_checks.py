"""Checks across a sandbox's records: repeated ids, references to missing records, wrong sums."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from firstcontact.record import Record
from firstcontact.shop.currencies import amount
from firstcontact.shop.files import Folder
from firstcontact.shop.findings import Findings
from firstcontact.shop.order_numbers import find
from firstcontact.shop.records import Profile
from firstcontact.shop.sandbox import (
    KINDS,
    Customer,
    Order,
    Product,
    Sandbox,
    Shipment,
    product_of,
)
from firstcontact.shop.sandbox_files import SandboxFile, check_names, read_sandbox_file

Fault = tuple[tuple[str | int, ...], str]
_MODELS: Mapping[str, type[Record]] = {
    "customers": Customer,
    "products": Product,
    "orders": Order,
    "shipments": Shipment,
}


def read_sandbox(folder: Folder, profile: Profile | None, findings: Findings) -> Sandbox | None:
    """Read the records of all four files; None if there is no sandbox folder."""
    if not folder.has("sandbox"):
        return None
    check_names(folder, findings)
    read = {kind: read_sandbox_file(folder, kind, findings) for kind in KINDS}
    files = {kind: file for kind, file in read.items() if file is not None}
    ids: dict[str, set[object]] = {kind: files[kind].ids if kind in files else set() for kind in KINDS}
    checks: Mapping[str, Callable[[Any], Iterable[Fault]]] = {
        "customers": lambda customer: _of_customer(customer, profile),
        "products": _of_product,
        "orders": lambda order: [*_of_order(order, ids), *_of_number(order, profile)],
        "shipments": lambda shipment: _of_shipment(shipment, ids),
    }
    records: dict[str, tuple[Record, ...]] = {}
    for kind, file in files.items():
        found = file.records(_MODELS[kind], findings)
        records[kind] = tuple(record for _, record in found)
        for path, message in [*_repetitions(kind, file), *_all(found, checks[kind])]:
            findings.fault(file.name, file.lines.line(*path), message)
    return Sandbox.model_validate(records)


def _all(found: Iterable[tuple[int, Record]], check: Callable[[Any], Iterable[Fault]]) -> Iterator[Fault]:
    for place, record in found:
        yield from (((place, *path), message) for path, message in check(record))


def _repetitions(kind: str, file: SandboxFile) -> Iterator[Fault]:
    seen = set[object]()
    for place, value in enumerate(file.values):
        name = value.get("id") if isinstance(value, dict) else None
        if isinstance(name, str) and name in seen:
            yield (place, "id"), f"two {kind} with the id `{name[:60]}`: delete one or change its id"
        seen.add(name if isinstance(name, str) else None)


def _of_number(order: Order, profile: Profile | None) -> Iterator[Fault]:
    """Check that one of the shop's patterns recognises the order's id, so that customers can name the order."""
    patterns = profile.orders.patterns if profile else ()
    if patterns and [number.id for number in find(f"order {order.id}", patterns)] != [order.id]:
        yield (
            ("id",),
            f"no pattern of [orders] in shop.toml matches the order number `{order.id}`: add one or change it",
        )


def _of_customer(customer: Customer, profile: Profile | None) -> Iterator[Fault]:
    if profile and customer.email.rpartition("@")[2].lower() in profile.mail_domains:
        yield ("email",), "a customer with an address of the shop's own mail_domains: use another domain"


def _of_product(product: Product) -> Iterator[Fault]:
    yield from _amounts([(("price",), product.price)], product.currency)
    for currency, price in product.prices.items():
        yield from _amounts([(("prices", currency), price)], currency)


def _of_order(order: Order, ids: Mapping[str, set[object]]) -> Iterator[Fault]:
    yield from _reference("customers", order.customer_id, ids, "customer_id")
    for place, line in enumerate(order.lines):
        yield from _reference("products", line.product_id, ids, "lines", place, "product_id")
    if order.shipment_id and order.shipment_ids:
        yield ("shipment_ids",), "both `shipment_id` and `shipment_ids` are given: keep one"
    for shipment in order.shipments:
        yield from _reference("shipments", shipment, ids, "shipment_ids" if order.shipment_ids else "shipment_id")
    ordered = {line.product_id for line in order.lines}
    for place, refund in enumerate(order.refunds):
        for product in map(product_of, refund.lines):
            if product not in ordered:
                yield ("refunds", place, "lines"), f"`{product}` is not in this order: name one of its products"
        if refund.currency not in (None, order.currency):
            yield ("refunds", place, "currency"), f"a refund in another currency: write {order.currency}"
    wrong = list(_amounts(_sums_in(order), order.currency))
    yield from wrong or _totals(order)


def _of_shipment(shipment: Shipment, ids: Mapping[str, set[object]]) -> Iterator[Fault]:
    if shipment.order_id is not None:
        yield from _reference("orders", shipment.order_id, ids, "order_id")
    for place, line in enumerate(shipment.lines):
        yield from _reference("products", product_of(line), ids, "lines", place)


def _sums_in(order: Order) -> list[tuple[tuple[str | int, ...], str | None]]:
    return [
        (("total",), order.total),
        (("shipping",), order.shipping),
        (("express_fee",), order.express_fee),
        (("freight_surcharge",), order.freight_surcharge),
        *((("lines", place, "unit_price"), line.unit_price) for place, line in enumerate(order.lines)),
        *((("refunds", place, "amount"), refund.amount) for place, refund in enumerate(order.refunds)),
    ]


def _amounts(sums: Sequence[tuple[tuple[str | int, ...], str | None]], currency: str) -> Iterator[Fault]:
    for path, text in sums:
        try:
            amount(text or "0", currency)
        except ValueError as error:
            yield path, f"`{path[-1]}`: {error}"


def _totals(order: Order) -> Iterator[Fault]:
    shipping = Decimal(order.shipping)
    added = sum((Decimal(line.unit_price) * line.quantity for line in order.lines), shipping)
    if added != Decimal(order.total):
        yield ("total",), f"lines and shipping add up to {added}, not to {order.total}: correct one of them"
    if Decimal(order.express_fee or 0) + Decimal(order.freight_surcharge or 0) > shipping:
        yield ("shipping",), "the fees exceed `shipping`, which includes them: correct one of them"
    if sum(Decimal(refund.amount) for refund in order.refunds) > Decimal(order.total):
        yield ("refunds",), f"the refunds exceed the total {order.total}: correct one of them"


def _reference(kind: str, name: str, ids: Mapping[str, set[object]], *path: str | int) -> Iterator[Fault]:
    if name not in ids[kind]:
        yield path, f"no {kind[:-1]} has the id `{name}`: add it to sandbox/{kind}.json or use another id"
