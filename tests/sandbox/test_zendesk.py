import base64
import time
from typing import Any

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


EXPORT = "/zendesk/api/v2/incremental/tickets/cursor.json"


def exported(client: TestClient, **query: str | int) -> dict[str, Any]:
    answer = client.get(EXPORT, params=query, headers=HEADERS)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def test_the_export_pages_through_changes_and_then_waits_at_its_cursor(client: TestClient) -> None:
    tickets = [int(opened(client).rpartition("/")[2]) for _ in range(3)]
    first = exported(client, start_time=int(time.time()) - 120, per_page=2)
    second = exported(client, cursor=first["after_cursor"], per_page=2)
    assert [ticket["id"] for ticket in first["tickets"] + second["tickets"]] == tickets
    assert (first["end_of_stream"], second["end_of_stream"]) == (False, True)
    waiting = exported(client, cursor=second["after_cursor"])
    assert (waiting["tickets"], waiting["after_cursor"]) == ([], second["after_cursor"])


def test_a_ticket_that_changes_again_is_exported_again(client: TestClient) -> None:
    ticket = opened(client)
    cursor = exported(client, start_time=0)["after_cursor"]
    client.put(f"{ticket}.json", json={"ticket": {"status": "solved"}}, headers=HEADERS)
    (changed,) = exported(client, cursor=cursor)["tickets"]
    assert changed["status"] == "solved"


@pytest.mark.parametrize(
    ("query", "status"),
    [({}, 400), ({"start_time": "soon"}, 400), ({"start_time": "99999999999"}, 422), ({"cursor": "?"}, 422)],
)
def test_an_export_needs_a_cursor_or_a_time_in_the_past(
    client: TestClient, query: dict[str, str], status: int
) -> None:
    assert client.get(EXPORT, params=query, headers=HEADERS).status_code == status


def test_comments_come_in_pages_with_their_authors(client: TestClient) -> None:
    ticket = opened(client)
    for text in ("one", "two"):
        client.put(f"{ticket}.json", json={"ticket": {"comment": {"body": text}}}, headers=HEADERS)
    query: dict[str, str] = {"page[size]": "2", "sort": "-created_at", "include": "users"}
    first = client.get(f"{ticket}/comments.json", params=query, headers=HEADERS).json()
    after = {"page[after]": first["meta"]["after_cursor"]}
    second = client.get(f"{ticket}/comments.json", params=query | after, headers=HEADERS).json()
    assert [comment["body"] for comment in first["comments"] + second["comments"]] == ["two", "one", "It is broken"]
    assert (first["meta"]["has_more"], second["meta"]["has_more"]) == (True, False)
    assert [user["role"] for user in second["users"]] == ["end-user"]
