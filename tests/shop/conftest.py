"""A folder of a small shop that has no faults, to be changed by each test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from firstcontact.shop.findings import Fault
from firstcontact.shop.folder import Inspection, inspect, read
from firstcontact.shop.known import Known
from firstcontact.shop.shop import Shop
from hypothesis import settings

from tests.offline import refuse_sockets

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

KNOWN = Known(
    actions=frozenset(
        [
            "refund",
            "return",
            "exchange",
            "store_credit",
            "cancel",
            "change_address",
            "replacement",
            "damage_claim",
            "warranty",
            "invoice",
        ]
    ),
    vendors={"orders": frozenset({"shopify"}), "payments": frozenset({"stripe", "adyen"})},
    replies={"refund_done": frozenset({"amount", "order"}), "greeting": frozenset()},
    intents=frozenset({"order_status", "refund_policy"}),
    languages=frozenset({"en", "de"}),
)

FILES = {
    "shop.toml": """\
name = "Vélo Loire"
languages = ["en", "de"]
currency = "EUR"
time_zone = "Europe/Paris"
help_centre = "https://help.velo.example"
contact = "help@velo.example"
mail_domains = ["velo.example"]
[office_hours]
monday = "09:00-18:00"
saturday = "00:00-24:00"
[[holidays]]
date = "2026-12-25"
name = { en = "Christmas Day", de = "Weihnachten" }
[orders]
patterns = ['VL-\\d{4}', '\\d{3,8}']
[look]
colour = "#0b6b5e"
logo = "logo.svg"
[links]
returns = "https://velo.example/returns"
[answers]
mode = "draft"
intents = { refund_policy = "automatic" }
""",
    "policy.toml": """\
version = "2026-11-30"
[refund]
customers = ["plus", "club"]
states = ["delivered"]
within_days = { default = 30, plus = 60 }
automatic = { EUR = "200.00", JPY = "30000" }
daily = { per_customer = { EUR = "300.00" }, per_shop = { EUR = "5000.00" } }
second_pair_of_eyes = { EUR = "1000.00", JPY = "150000" }
excludes_tags = ["custom-built"]
countries = ["NL", "BE"]
returns = "required"
keep_below = { EUR = "15.00" }
excludes = ["express_fee"]
arrives = { en = "within 5 days", de = "in 5 Tagen" }
[warranty]
by = "person"
within_months = { default = 12, frame = 36 }
[replacement]
photos = { least = 1, most = 3 }
""",
    "connectors.toml": 'orders = "shopify"\npayments = "stripe"\n[secrets]\norders = "velo/shopify"\n',
    "intents.toml": """\
[routing]
languages = ["en"]
[[routing.rules]]
to = "person"
because = "the customer is upset"
upset = 0.8
[fitting]
description = "The customer asks for a bike fitting."
destination = "person"
utterances = [
    "can you fit my bike",
    "book a fitting",
]
[order_status]
utterances = ["where's my bike"]
""",
    "faults.toml": """\
[cracked]
names = { en = "cracked", de = "gerissen" }
words = ["crack"]
severity = "dangerous"
earns = "replacement"
except = "tyres"
""",
    "replies/de.toml": '[refund_done]\ntexts = ["{amount} kommen.", "Siehe {links.returns}"]\n',
    "articles/returns.md": "---\ntitle: Returns\nlanguage: en\n---\nSend it back within 30 days.\n",
    "logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    "tickets.jsonl": '{"id": "t1", "question": "q", "reply": "r", "closed_at": "2026-01-01T10:00:00Z", "tags": []}\n',
    "questions.jsonl": '{"text": "refund VL-1001", "expect": "action", "action": "refund", "facts": []}\n',
}
SANDBOX: dict[str, list[dict[str, Any]]] = {
    "customers": [{"id": "c1", "name": "Ann", "email": "ann@mail.example", "groups": ["plus"], "language": "en"}],
    "products": [{"id": "p1", "name": "Frame", "price": "900.00", "currency": "EUR", "prices": {"JPY": "140000"}}],
    "orders": [
        {
            "id": "VL-1001",
            "customer_id": "c1",
            "placed_at": "2026-11-01T10:00:00Z",
            "state": "delivered",
            "lines": [{"product_id": "p1", "quantity": 2, "unit_price": "900.00", "serials": []}],
            "shipping": "20.00",
            "express_fee": "12.90",
            "total": "1820.00",
            "currency": "EUR",
            "payment_id": "pay_1",
            "shipment_id": "s1",
        }
    ],
    "shipments": [
        {"id": "s1", "order_id": "VL-1001", "carrier": "Post", "tracking_number": "P1", "state": "delivered"}
    ],
}


class ShopFolder:
    """The files of a shop in a temporary directory."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def change_record(self, kind: str, change: Callable[[dict[str, Any]], object]) -> None:
        path = self.root / f"sandbox/{kind}.json"
        records = json.loads(path.read_text(encoding="utf-8"))
        change(records[0])
        path.write_text(json.dumps(records, indent=1), encoding="utf-8")

    def inspect(self, known: Known = KNOWN) -> Inspection:
        return inspect(self.root, known)

    def read(self) -> Shop:
        return read(self.root, KNOWN)

    def fault(self) -> Fault:
        """The only fault that there is."""
        faults = self.inspect().faults
        assert len(faults) == 1, [str(fault) for fault in faults]
        return faults[0]


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_sockets(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> ShopFolder:
    made = ShopFolder(tmp_path / "velo")
    for name, text in FILES.items():
        made.write(name, text)
    for kind, records in SANDBOX.items():
        made.write(f"sandbox/{kind}.json", json.dumps(records, indent=1))
    return made
