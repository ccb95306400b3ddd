import httpx
import pytest
from starlette.testclient import TestClient

from tests.sandbox.test_stripe import FORM, HEADERS


def listed(client: TestClient) -> int:
    found = client.get("/stripe/v1/refunds", params={"payment_intent": "pay_1042"}, headers=HEADERS)
    return len(found.json()["data"])


def test_a_failing_system_fails_as_often_as_told_and_does_nothing(client: TestClient) -> None:
    client.post("/stripe/_sandbox/faults", json={"mode": "fail", "times": 2, "status": 502, "method": "POST"})
    statuses = [client.post("/stripe/v1/refunds", data=FORM, headers=HEADERS).status_code for _ in range(3)]
    assert statuses == [502, 502, 200]
    assert listed(client) == 1


def test_a_rate_limit_says_how_long_to_wait(client: TestClient) -> None:
    client.post("/shopfront/_sandbox/faults", json={"mode": "rate_limit", "seconds": 3})
    answer = client.get("/shopfront/orders/1042")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")


def test_garbage_is_not_the_vendors_format(client: TestClient) -> None:
    client.post("/parcel_tracker/_sandbox/faults", json={"mode": "garbage", "path_prefix": "/v1/trackers"})
    answer = client.get("/parcel_tracker/v1/trackers/KP1042")
    assert answer.status_code == 200
    assert answer.text.startswith("<html>")


def test_a_lost_answer_leaves_the_work_done(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        client.post("/stripe/_sandbox/faults", json={"mode": "after_success"})
        with pytest.raises(httpx.RemoteProtocolError):
            client.post("/stripe/v1/refunds", data=FORM, headers=HEADERS)
        found = client.get("/stripe/v1/refunds", params={"payment_intent": "pay_1042"}, headers=HEADERS)
    assert len(found.json()["data"]) == 1


def test_a_stalled_answer_outlasts_the_callers_patience_and_does_nothing(address: str) -> None:
    with httpx.Client(base_url=address, timeout=0.2) as client:
        client.post("/stripe/_sandbox/faults", json={"mode": "stall", "seconds": 1})
        with pytest.raises(httpx.ReadTimeout):
            client.post("/stripe/v1/refunds", data=FORM, headers=HEADERS)
        found = client.get("/stripe/v1/refunds", params={"payment_intent": "pay_1042"}, headers=HEADERS)
    assert found.json()["data"] == []


def test_faults_can_be_taken_back(client: TestClient) -> None:
    client.post("/shopfront/_sandbox/faults", json={"mode": "fail", "times": 9})
    client.delete("/shopfront/_sandbox/faults")
    assert client.get("/shopfront/orders/1042").status_code == 401


@pytest.mark.parametrize(
    "fault", [{"mode": "explode"}, {"mode": "fail", "times": "2"}, {"times": 1}, {"mode": "mid_stream"}]
)
def test_an_unknown_fault_is_refused(client: TestClient, fault: dict[str, object]) -> None:
    assert client.post("/shopfront/_sandbox/faults", json=fault).status_code == 400


def test_calls_are_counted_without_secrets(client: TestClient) -> None:
    client.post("/stripe/v1/refunds", data=FORM, headers=HEADERS | {"Idempotency-Key": "k1"})
    answer = client.get("/stripe/_sandbox/calls")
    (call,) = answer.json()["calls"]
    assert call.pop("milliseconds") > 0
    assert call == {"method": "POST", "path": "/v1/refunds", "idempotency_key": "k1", "status": 200}
    assert "sk_sandbox" not in answer.text
    client.delete("/stripe/_sandbox/calls")
    assert client.get("/stripe/_sandbox/calls").json() == {"calls": []}
