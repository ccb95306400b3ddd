"""A booted suite, spoken to as its users do: over its public APIs."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx

from infra.local.runner.clients import client
from infra.local.sandbox.credentials import SANDBOX_TOKENS

Result = TypeVar("Result")
PATIENCE = 20.0  # seconds


def eventually(look: Callable[[], Result | None], what: str, patience: float = PATIENCE) -> Result:
    """What a look finds, once it finds something."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"never happened: {what}")


def run_command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What ``firstcontact`` says to arguments, called from a folder."""
    command = [sys.executable, "-c", "import sys; from firstcontact.cli.main import main; sys.exit(main())"]
    return subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


class Suite:
    """Calls by person. A person is a name of ``tokens`` in suite.json."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.description = description
        self.api: str = description["api"]
        self.websocket: str = description["websocket"]
        self.tokens: dict[str, str] = description["tokens"]
        self.outputs: dict[str, str] = description["internal"]["outputs"]
        self.endpoint: str = description["internal"]["emulator"]
        self.sandbox: str = description["internal"]["sandbox"]
        self._client = httpx.Client(timeout=40.0)

    def call(self, method: str, path: str, person: str = "customer", **more: Any) -> httpx.Response:
        """One REST call in a person's name."""
        headers = {"Authorization": self.tokens.get(person, person), **more.pop("headers", {})}
        return self._client.request(method, f"{self.api}{path}", headers=headers, **more)

    def ask(self, text: str, person: str = "customer", **more: Any) -> dict[str, Any]:
        """A question's reply."""
        answer = self.call("POST", "/v1/messages", person, json={"text": text, **more})
        assert answer.status_code in (200, 202), answer.text
        reply: dict[str, Any] = answer.json()
        return reply

    def reply_in(self, conversation_id: str, case_id: str, person: str = "customer") -> dict[str, Any]:
        """The reply to a case as its conversation shows it now."""
        messages = self.call("GET", f"/v1/conversations/{conversation_id}", person).json()["messages"]
        replies = [m for m in messages if m["role"] == "assistant" and m["case_id"] == case_id]
        reply: dict[str, Any] = replies[-1]
        return reply

    def review_of(self, case_id: str) -> dict[str, Any]:
        """The case's review, once it is filed."""
        return self.review_that(lambda review: review["case_id"] == case_id, f"a review of {case_id}")

    def review_that(self, fits: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """The first review that fits, once it is filed."""
        return eventually(lambda: next(filter(fits, self.waiting()), None), what)

    def decide(self, case_id: str, decision: dict[str, str]) -> dict[str, Any]:
        """Claim and decide a case's review."""
        review_id = self.review_of(case_id)["review_id"]
        assert self.call("POST", f"/v1/reviews/{review_id}/claim", "reviewer").status_code == 200
        decided = self.call("POST", f"/v1/reviews/{review_id}/decision", "reviewer", json=decision)
        assert decided.status_code == 200, decided.text
        result: dict[str, Any] = decided.json()
        return result

    def final_reply(self, reply: dict[str, Any], person: str = "customer") -> dict[str, Any]:
        """A conversation's reply once it no longer waits."""

        def look() -> dict[str, Any] | None:
            now = self.reply_in(reply["conversation_id"], reply["case_id"], person)
            return now if now["status"] != "in_review" else None

        return eventually(look, f"a final reply to {reply['case_id']}")

    def fault(self, system: str, **fault: Any) -> None:
        """Tell a sandbox system to fail."""
        self._client.post(f"{self.sandbox}/{system}/_sandbox/faults", json=fault).raise_for_status()

    def calls(self, system: str) -> list[dict[str, Any]]:
        """What a sandbox system was asked."""
        received: list[dict[str, Any]] = self._client.get(f"{self.sandbox}/{system}/_sandbox/calls").json()["calls"]
        return received

    def clear_faults(self, system: str) -> None:
        """Let a sandbox system be well again."""
        self._client.delete(f"{self.sandbox}/{system}/_sandbox/faults").raise_for_status()

    def set_switch(self, position: str) -> None:
        """Turn the operators' switch."""
        ssm = client("ssm", self.endpoint)
        ssm.put_parameter(Name=self.outputs["SwitchParameter"], Value=position, Type="String", Overwrite=True)

    def access_token(self, person: str) -> str:
        """A good token of the wrong use."""
        return self._sign_in(person)["AccessToken"]

    def token_of(self, person: str) -> str:
        """The ID token of somebody that ``tokens`` does not have: any customer of the shop by their id."""
        return self._sign_in(person)["IdToken"]

    def _sign_in(self, person: str) -> dict[str, str]:
        found = self.description["internal"]["users"][person]
        answer: Any = client("cognito-idp", self.endpoint).initiate_auth(
            ClientId=self.outputs["UserPoolClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": found["username"], "PASSWORD": found["password"]},
        )
        tokens: dict[str, str] = answer["AuthenticationResult"]
        return tokens

    def conversation(self, conversation_id: str, person: str) -> list[dict[str, Any]]:
        """The messages of a conversation."""
        messages: list[dict[str, Any]] = self.call("GET", f"/v1/conversations/{conversation_id}", person).json()[
            "messages"
        ]
        return messages

    def waiting(self) -> list[dict[str, Any]]:
        """The reviews that wait, from all pages of the list."""
        reviews, cursor = list[dict[str, Any]](), ""
        while True:
            page = self.call("GET", f"/v1/reviews?limit=100{cursor}", "reviewer").json()
            reviews += page["reviews"]
            if page["cursor"] is None:
                return reviews
            cursor = f"&cursor={page['cursor']}"

    def open_ticket(self, subject: str, text: str, email: str) -> str:
        """A ticket as an end user opens it."""
        ticket = {"subject": subject, "comment": {"body": text}, "requester": {"email": email, "name": "Somebody"}}
        answer = self._client.post(
            f"{self.sandbox}/zendesk/api/v2/tickets.json", json={"ticket": ticket}, auth=self._desk()
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["ticket"]["id"])

    def comments(self, ticket_id: str) -> list[dict[str, Any]]:
        """A ticket's comments, oldest first."""
        path = f"{self.sandbox}/zendesk/api/v2/tickets/{ticket_id}/comments.json"
        comments: list[dict[str, Any]] = self._client.get(path, auth=self._desk()).json()["comments"]
        return comments

    @staticmethod
    def _desk() -> tuple[str, str]:
        fields = SANDBOX_TOKENS["zendesk"]
        return f"{fields['email']}/token", fields["token"]

    def logs(self, function: str) -> str:
        """Everything a function has logged so far."""
        logs = client("logs", self.endpoint)
        name = next(v for k, v in self.outputs.items() if k.lower() == f"{function.replace('_', '')}function")
        configuration = client("lambda", self.endpoint).get_function_configuration(FunctionName=name)
        group = configuration["LoggingConfig"]["LogGroup"]
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        return "\n".join(event["message"] for page in pages for event in page["events"])
