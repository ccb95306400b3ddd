"""A new vendor for a known kind of system is one file and one line; the kind's contract tests run on it."""

import re
from pathlib import Path

from tests.registries.copies import Copy

SWIFT_PARCELS = '''"""Parcels at Swift Parcels."""

from pydantic import ValidationError

from firstcontact.connectors.http import Access, Vendor, bearer, segment
from firstcontact.errors import Unavailable
from firstcontact.systems.shipping import Shipment


class SwiftParcels:
    """Fills ``Carrier``."""

    def __init__(self, access: Access) -> None:
        self._swift = Vendor("Swift Parcels", access, bearer)

    def track(self, tracking_number: str) -> Shipment:
        answer = self._swift.read(f"/v1/trackers/{segment(tracking_number)}")
        try:
            events = answer["events"] or [{}]
            return Shipment(
                tracking_number=answer["tracking_number"],
                state=answer["state"],
                estimated_delivery=answer["estimated_delivery"],
                last_event=", ".join(events[-1][name] for name in ("text", "place") if events[-1].get(name)),
                last_event_at=events[-1].get("at"),
            )
        except (KeyError, TypeError, AttributeError, ValidationError) as error:
            raise Unavailable("the answer of Swift Parcels cannot be read") from error
'''
CONNECTORS = "layers/core/python/firstcontact/connectors"
LINE = '    Connector("shipping", "swift_parcels", "swift_parcels:SwiftParcels", ("base_url", "token")),'


def test_a_connector_is_one_file_and_one_line(tmp_path: Path) -> None:
    copy = Copy(tmp_path)
    copy.write(f"{CONNECTORS}/swift_parcels.py", SWIFT_PARCELS)
    copy.insert(f"{CONNECTORS}/__init__.py", LINE, 'Connector("shipping"')

    copy.run("ruff", "check", "--no-cache", CONNECTORS)
    output = copy.test("tests/connectors", "tests/infra/test_connectors.py", "-k", "shipping or registry or infra")
    passed = re.findall(r"test_shipping.py::(\w+)\[(\w+?)(-\w+)?\] PASSED", output)
    contract = {(test, case) for test, vendor, case in passed if vendor == "parcel_tracker"}
    assert contract
    assert {(test, case) for test, vendor, case in passed if vendor == "swift_parcels"} == contract

    assert copy.touched() == {f"{CONNECTORS}/swift_parcels.py", f"{CONNECTORS}/__init__.py"}
