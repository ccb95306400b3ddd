import pytest
from starlette.testclient import TestClient

from infra.local.sandbox.credentials import SANDBOX_TOKENS

HEADERS = {"Authorization": f"Bearer {SANDBOX_TOKENS['stripe']['key']}"}
FORM = {"payment_intent": "pay_1042", "amount": "5000", "currency": "eur", "metadata[case_id]": "case_1"}


def refund(client: TestClient, key: str = "", **form: str) -> tuple[int, dict[str, object], str | None]:
    headers = HEADERS | ({"Idempotency-Key": key} if key else {})
    answer = client.post("/stripe/v1/refunds", data=FORM | form, headers=headers)
    return answer.status_code, answer.json(), answer.headers.get("idempotent-replayed")


def test_a_refund_is_made_and_can_be_read_back(client: TestClient) -> None:
    status, made, _ = refund(client)
    assert (status, made["amount"], made["metadata"]) == (200, 5000, {"case_id": "case_1"})
    assert client.get(f"/stripe/v1/refunds/{made['id']}", headers=HEADERS).json() == made


def test_the_same_key_and_body_give_the_same_refund_once(client: TestClient) -> None:
    _, first, replayed = refund(client, "k1")
    _, second, replayed_then = refund(client, "k1")
    assert (first, replayed, replayed_then) == (second, None, "true")
    listed = client.get("/stripe/v1/refunds", params={"payment_intent": "pay_1042"}, headers=HEADERS).json()
    assert len(listed["data"]) == 1


def test_the_same_key_with_another_body_is_an_idempotency_error(client: TestClient) -> None:
    refund(client, "k1")
    status, answer, _ = refund(client, "k1", amount="100")
    assert (status, answer["error"]["type"]) == (400, "idempotency_error")  # type: ignore[index]


def test_a_refused_refund_is_replayed_as_refused(client: TestClient) -> None:
    assert refund(client, "k1", amount="20000")[0] == 400
    status, _, replayed = refund(client, "k1", amount="20000")
    assert (status, replayed) == (400, "true")


def test_no_more_is_refunded_than_was_paid(client: TestClient) -> None:
    refund(client, amount="10000")
    status, answer, _ = refund(client, amount="5000")
    assert (status, answer["error"]["code"]) == (400, "amount_too_large")  # type: ignore[index]
    refund(client, amount="4900")
    assert refund(client, amount="1")[1]["error"]["code"] == "charge_already_refunded"  # type: ignore[index]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"payment_intent": "pay_1"}, "resource_missing"),
        ({"amount": "-5"}, "parameter_invalid_integer"),
        ({"amount": "1.5"}, "parameter_invalid_integer"),
        ({"currency": "usd"}, "parameter_invalid"),
        ({"reason": "because"}, "parameter_invalid"),
    ],
)
def test_a_wrong_request_is_refused_with_a_code(client: TestClient, form: dict[str, str], code: str) -> None:
    status, answer, _ = refund(client, **form)
    assert (status, answer["error"]["code"]) == (400, code)  # type: ignore[index]


def test_a_refund_is_found_by_what_was_noted_on_it(client: TestClient) -> None:
    made = refund(client)[1]
    asked = {"payment_intent": "pay_1042", "metadata[case_id]": "case_1"}
    assert client.get("/stripe/v1/refunds", params=asked, headers=HEADERS).json()["data"] == [made]
    other = asked | {"metadata[case_id]": "case_2"}
    assert client.get("/stripe/v1/refunds", params=other, headers=HEADERS).json()["data"] == []


def test_nobody_refunds_without_the_key(client: TestClient) -> None:
    assert client.post("/stripe/v1/refunds", data=FORM).status_code == 401
