import base64

import pytest
from starlette.testclient import TestClient

from infra.local.sandbox.credentials import SANDBOX_TOKENS
from infra.local.sandbox.zendesk.people import AGENT_ID, INTEGRATION_ID

SIGN_IN = SANDBOX_TOKENS["zendesk"]
CUSTOMER = {"name": "Ada", "email": "ada@customers.tidewire.example"}


def basic(email: str, key: str = SIGN_IN["token"]) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{email}/token:{key}".encode()).decode()}


HEADERS = basic(SIGN_IN["email"])


def opened(client: TestClient, **fields: object) -> str:
    ticket = {"subject": "Router", "comment": {"body": "It is broken"}, "requester": CUSTOMER} | fields
    answer = client.post("/zendesk/api/v2/tickets.json", json={"ticket": ticket}, headers=HEADERS)
    assert answer.status_code == 201, answer.text
    return f"/zendesk/api/v2/tickets/{answer.json()['ticket']['id']}"


def test_the_token_says_who_calls(client: TestClient) -> None:
    me = client.get("/zendesk/api/v2/users/me.json", headers=HEADERS).json()["user"]
    agent = client.get("/zendesk/api/v2/users/me.json", headers=basic("agent@tidewire.example")).json()["user"]
    assert (me["id"], agent["id"]) == (INTEGRATION_ID, AGENT_ID)


@pytest.mark.parametrize("headers", [{}, basic(SIGN_IN["email"], "wrong"), basic("nobody@tidewire.example")])
def test_nobody_else_is_let_in(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/zendesk/api/v2/users/me.json", headers=headers).status_code == 401


def test_a_ticket_keeps_what_it_is_given(client: TestClient) -> None:
    ticket = opened(client, external_id="x1", tags=["a"], custom_fields=[{"id": 7, "value": "gold"}])
    client.put(f"{ticket}.json", json={"ticket": {"additional_tags": ["b"], "status": "pending"}}, headers=HEADERS)
    kept = client.get(f"{ticket}.json", headers=HEADERS).json()["ticket"]
    assert (kept["external_id"], kept["tags"], kept["status"]) == ("x1", ["a", "b"], "pending")
    assert kept["custom_fields"] == [{"id": 7, "value": "gold"}]


def test_comments_know_their_author_and_what_was_noted_with_them(client: TestClient) -> None:
    ticket = opened(client)
    change = {"comment": {"html_body": "<p>Hello<br>Ada</p>", "public": False}, "metadata": {"case_id": "case_1"}}
    client.put(f"{ticket}.json", json={"ticket": change}, headers=HEADERS)
    first, second = client.get(f"{ticket}/comments.json", headers=HEADERS).json()["comments"]
    assert (first["body"], first["public"]) == ("It is broken", True)
    assert (second["author_id"], second["body"], second["public"]) == (INTEGRATION_ID, "Hello\nAda", False)
    assert second["metadata"]["custom"] == {"case_id": "case_1"}


def test_a_customer_who_writes_again_reopens_the_ticket(client: TestClient) -> None:
    ticket = opened(client)
    requester = client.get(f"{ticket}.json", headers=HEADERS).json()["ticket"]["requester_id"]
    client.put(f"{ticket}.json", json={"ticket": {"status": "solved"}}, headers=HEADERS)
    comment = {"comment": {"body": "Still broken", "author_id": requester}}
    changed = client.put(f"{ticket}.json", json={"ticket": comment}, headers=HEADERS).json()["ticket"]
    assert changed["status"] == "open"


def test_a_closed_ticket_never_changes(client: TestClient) -> None:
    ticket = opened(client)
    client.put(f"{ticket}.json", json={"ticket": {"status": "closed"}}, headers=HEADERS)
    answer = client.put(f"{ticket}.json", json={"ticket": {"comment": {"body": "x"}}}, headers=HEADERS)
    assert (answer.status_code, answer.json()["error"]) == (422, "RecordInvalid")


@pytest.mark.parametrize("ticket", [{"comment": {"body": " "}}, {"status": "lost"}])
def test_what_is_not_valid_is_refused_and_leaves_nothing(client: TestClient, ticket: dict[str, object]) -> None:
    path = opened(client)
    assert client.put(f"{path}.json", json={"ticket": ticket}, headers=HEADERS).status_code == 422
    assert client.get(f"{path}/comments.json", headers=HEADERS).json()["count"] == 1


def test_the_agents_page_shows_a_ticket_without_running_it(client: TestClient) -> None:
    ticket = opened(client, subject="<b>x</b>", comment={"body": "<script>alert(1)</script>"})
    page = client.get(ticket.replace("/api/v2", "/agent")).text
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<b>" not in page
