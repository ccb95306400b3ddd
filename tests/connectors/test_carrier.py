from collections.abc import Callable
from datetime import date

import pytest
from firstcontact.connectors.carrier import CarrierTracking
from firstcontact.errors import NotFound, Unavailable

from tests.connectors.conftest import Fields


@pytest.fixture
def carrier(secret: Callable[[str], Fields]) -> CarrierTracking:
    return CarrierTracking(secret("carrier"))


def test_a_parcel_is_told_as_it_is_now(carrier: CarrierTracking) -> None:
    parcel = carrier.track("KP1042")
    assert (parcel.tracking_number, parcel.state) == ("KP1042", "in_transit")
    assert parcel.last_event == "Collected from the sender, Rotterdam"
    assert parcel.last_event_at is not None
    assert isinstance(parcel.estimated_delivery, date)


def test_a_parcel_that_the_carrier_does_not_know_is_not_found(carrier: CarrierTracking) -> None:
    with pytest.raises(NotFound):
        carrier.track("KP0")


def test_a_carrier_that_speaks_nonsense_is_unavailable(carrier: CarrierTracking, fault: Callable[..., None]) -> None:
    fault("carrier", mode="garbage", times=3)
    with pytest.raises(Unavailable):
        carrier.track("KP1042")
