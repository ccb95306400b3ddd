"""The contract of every connector that tracks parcels."""

from datetime import date
from typing import Any

import pytest
from firstcontact.connectors import Kind
from firstcontact.errors import NotFound, Unavailable, VendorRefused
from firstcontact.systems.shipping import Carrier

from tests.connectors.conftest import System

KIND: Kind = "shipping"


@pytest.fixture
def shipping(connected: Any) -> Carrier:
    found: Carrier = connected
    return found


def test_a_parcel_is_shown_as_it_is_now(shipping: Carrier) -> None:
    parcel = shipping.track("KP1042")
    assert (parcel.tracking_number, parcel.state) == ("KP1042", "in_transit")
    assert parcel.last_event == "Collected from the sender, Rotterdam"
    assert parcel.last_event_at is not None
    assert isinstance(parcel.estimated_delivery, date)


def test_a_parcel_that_the_carrier_does_not_know_is_not_found(shipping: Carrier) -> None:
    with pytest.raises(NotFound):
        shipping.track("KP0")


def test_a_tracking_number_is_never_a_path(shipping: Carrier, system: System) -> None:
    with pytest.raises(NotFound):
        shipping.track("KP1042/advance")
    assert system.calls() == []


@pytest.mark.parametrize("wrong", [{"mode": "fail"}, {"mode": "garbage"}, {"mode": "stall", "seconds": 1}])
def test_a_carrier_that_gives_no_answer_is_unavailable(
    shipping: Carrier, system: System, wrong: dict[str, object]
) -> None:
    system.fail(times=3, **wrong)
    with pytest.raises(Unavailable):
        shipping.track("KP1042")


@pytest.mark.parametrize("code", ["sandbox_fault", "validation_failed", "api_error", "invalid_version", "gone"])
@pytest.mark.parametrize("status", [400, 405, 409, 410, 422])
def test_a_carrier_that_does_not_accept_our_request_is_for_a_person(
    shipping: Carrier, system: System, status: int, code: str
) -> None:
    system.fail(mode="fail", status=status, code=code)
    with pytest.raises(VendorRefused) as raised:
        shipping.track("KP1042")
    assert raised.value.vendor_code == ("409" if status == 409 else code)
    assert code not in raised.value.detail
    assert len(system.calls()) == 1
