"""The registry of connectors: which vendor is chosen, and that every line of it holds."""

import pytest
from firstcontact import connectors
from firstcontact.connectors import CONNECTORS, KINDS, Connector, choose, of_kind
from firstcontact.errors import Unavailable
from firstcontact.settings import Settings

from infra.local.sandbox.credentials import sandbox_fields

SECOND = Connector("payments", "adyen", "adyen:AdyenPayments", ("base_url", "key"))


def test_a_kind_with_one_vendor_needs_no_choice() -> None:
    assert choose("orders", "").vendor == choose("orders", "payments=stripe").vendor == "shopfront"


def test_a_kind_with_two_vendors_needs_a_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connectors, "CONNECTORS", (*CONNECTORS, SECOND))
    assert choose("payments", "orders=shopfront, payments=adyen") is SECOND
    with pytest.raises(Unavailable) as raised:
        choose("payments", "orders=shopfront")
    assert raised.value.remedy == "Set CONNECTORS to payments=stripe or payments=adyen."


def test_an_unknown_vendor_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(Unavailable) as raised:
        choose("payments", "payments=strip")
    assert (raised.value.code, "payments=stripe" in raised.value.remedy) == ("misconfigured", True)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_secret_among_the_settings(kind: str) -> None:
    assert f"{kind}_secret_arn" in Settings.model_fields


@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda connector: connector.vendor)
def test_the_sandbox_gives_every_connector_the_fields_it_needs(connector: Connector) -> None:
    assert set(connector.fields) <= set(sandbox_fields(connector, "http://127.0.0.1:1"))
    assert connector.load().__module__.startswith("firstcontact.connectors.")
    assert connector in of_kind(connector.kind)
