"""Chat windows: what is sent, what a closed window means, and when a forgotten one expires."""

from uuid import uuid4

import pytest
from firstcontact.adapters.aws import sockets
from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.sockets import LIFETIME, DynamoConnections, GatewaySocket
from firstcontact.errors import Unavailable
from firstcontact.identity.records import Customer
from firstcontact.telemetry import Meter

from tests.adapters.aws.wire import Answer, Wire, failed, hang_up, said
from tests.contracts.tables import make_table
from tests.contracts.timed import Clock


@pytest.fixture
def window(wire: Wire, meter: Meter) -> GatewaySocket:
    return GatewaySocket(f"{wire.url}/live", meter)


def test_an_event_is_sent_as_it_is(wire: Wire, window: GatewaySocket) -> None:
    wire.answers_with(said(b""))
    assert window.send("abc=", {"type": "reply", "reply": "Grüße 👋"}) is True
    (call,) = wire.calls
    assert call.path == "/live/@connections/abc%3D"
    assert call.json == {"type": "reply", "reply": "Grüße 👋"}


@pytest.mark.parametrize(("size", "frames"), [(10, 1), (32_768 - 12, 1), (32_768 - 11, 2), (100_000, 4)])
def test_each_started_frame_of_32_kb_is_metered(
    wire: Wire, window: GatewaySocket, meter: Meter, size: int, frames: int
) -> None:
    wire.answers_with(said(b""))
    window.send("abc", {"text": "x" * size})
    (used,) = meter.drain()
    assert (used.item, int(used.amount)) == ("apigateway.websocket_messages", frames)


def test_a_window_that_is_gone_takes_nothing(aws: str, meter: Meter) -> None:
    api = client("apigatewayv2").create_api(
        Name=f"windows-{uuid4().hex[:8]}", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )
    socket = GatewaySocket(f"{aws}/_aws/execute-api/{api['ApiId']}/live", meter)
    assert socket.send("L0SM9cOFvHcCIhw=", {"type": "status"}) is False
    assert meter.drain() == []


@pytest.mark.parametrize(
    "fault",
    [
        failed("LimitExceededException", status=429),
        failed("ForbiddenException", status=403),
        said(b"", status=500),
        hang_up,
    ],
)
def test_a_window_that_cannot_be_reached_is_unavailable(wire: Wire, window: GatewaySocket, fault: Answer) -> None:
    wire.answers_with(fault)
    with pytest.raises(Unavailable) as failure:
        window.send("abc", {"type": "status"})
    assert "ada" not in failure.value.detail


@pytest.mark.usefixtures("aws")
def test_a_window_that_was_never_closed_expires_three_hours_after_it_was_last_used(
    meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(sockets, "time", clock)
    table = make_table("connections", meter)
    connections = DynamoConnections(table)
    connections.opened("abc", Customer(customer_id="cus_1"))
    clock.wait(60)
    connections.follow("abc", "conv_1")
    item = table.get({"pk": "abc"})
    assert item is not None
    assert int(item["expires_at"]) == clock.time() + LIFETIME
