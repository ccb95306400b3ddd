"""A sandbox's records have ids of their own, name one another, and add up."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.shop.conftest import ShopFolder

Record = dict[str, Any]
BAD: list[tuple[str, Callable[[Record], object], str]] = [
    ("customers", lambda one: one.update(email="ann@velo.example"), "an address of the shop's own mail_domains"),
    ("customers", lambda one: one.update(nam="x"), "unknown key `nam`: did you mean `name`?"),
    ("products", lambda one: one.update(price="900.001"), "has more decimals than EUR has"),
    ("products", lambda one: one["prices"].update(JPY="1.5"), "has more decimals than JPY has"),
    ("products", lambda one: one.update(price=900.0), "write a text in quotes"),
    ("products", lambda one: one.update(currency="EUX"), "unknown currency `EUX`"),
    ("orders", lambda one: one.update(customer_id="c2"), "no customer has the id `c2`"),
    ("orders", lambda one: one["lines"][0].update(product_id="p2"), "no product has the id `p2`"),
    ("orders", lambda one: one.update(shipment_id="s2"), "no shipment has the id `s2`"),
    ("orders", lambda one: one.update(shipment_ids=["s1"]), "both `shipment_id` and `shipment_ids`"),
    ("orders", lambda one: one.update(total="1820.01"), "add up to 1820.00, not to 1820.01"),
    ("orders", lambda one: one.update(express_fee="20.01"), "the fees exceed `shipping`"),
    ("orders", lambda one: one.update(state="lost"), "`state`: `lost` is unknown"),
    ("orders", lambda one: one.update(placed_at="2026-11-01T10:00:00"), "with its time zone"),
    ("orders", lambda one: one["lines"][0].update(quantity=0), "`0` is too small"),
    ("shipments", lambda one: one.update(order_id="VL-1"), "no order has the id `VL-1`"),
    ("shipments", lambda one: one.update(lines=["p9"]), "no product has the id `p9`"),
]


@pytest.mark.parametrize(("kind", "change", "message"), BAD)
def test_what_cannot_be_right_is_a_fault_with_its_line(
    folder: ShopFolder, kind: str, change: Callable[[Record], object], message: str
) -> None:
    folder.change_record(kind, change)
    fault = folder.fault()
    assert fault.file == f"sandbox/{kind}.json"
    assert message in fault.message
    lines = (folder.root / fault.file).read_text(encoding="utf-8").splitlines()
    assert 1 < fault.line <= len(lines)


def test_the_line_is_that_of_the_value(folder: ShopFolder) -> None:
    folder.change_record("orders", lambda order: order.update(total="1.00"))
    lines = (folder.root / "sandbox/orders.json").read_text(encoding="utf-8").splitlines()
    assert '"total": "1.00"' in lines[folder.fault().line - 1]


def test_two_records_of_one_id_are_a_fault(folder: ShopFolder) -> None:
    path = folder.root / "sandbox/products.json"
    (product,) = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([product, product]), encoding="utf-8")
    assert folder.fault().message == "two products with the id `p1`: delete one or change its id"


def test_an_order_that_no_pattern_reads_is_a_fault(folder: ShopFolder) -> None:
    folder.change_record("orders", lambda order: order.update(id="XX-1"))
    folder.change_record("shipments", lambda shipment: shipment.update(order_id="XX-1"))
    assert "matches the order number `XX-1`" in folder.fault().message


def test_a_currency_without_decimals_has_whole_amounts(folder: ShopFolder) -> None:
    def in_yen(order: Record) -> None:
        order["lines"][0].update(unit_price="140000")
        order.update(currency="JPY", shipping="0", total="280000", express_fee=None)

    folder.change_record("orders", in_yen)
    assert not folder.inspect().faults


def test_more_than_the_total_is_not_refunded(folder: ShopFolder) -> None:
    refund = {"id": "r1", "amount": "1900.00", "currency": "EUR", "created_at": "2026-11-02T10:00:00Z", "lines": []}
    folder.change_record("orders", lambda order: order.update(refunds=[refund]))
    assert "the refunds exceed the total" in folder.fault().message
    refund.update(amount="10.00", lines=["p7"])
    folder.change_record("orders", lambda order: order.update(refunds=[refund]))
    assert "`p7` is not in this order" in folder.fault().message


@pytest.mark.parametrize("text", ["{}", "[1]", "nope", "[", '[{"id": NaN}]'])
def test_what_is_no_list_of_records_is_a_fault(folder: ShopFolder, text: str) -> None:
    folder.write("sandbox/shipments.json", text)
    assert [fault for fault in folder.inspect().faults if fault.file == "sandbox/shipments.json"]


def test_a_file_that_nothing_reads_is_a_fault(folder: ShopFolder) -> None:
    folder.write("sandbox/order.json", "[]")
    assert folder.fault().message == "this file is not used: did you mean `orders.json`?"
