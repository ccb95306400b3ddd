"""Finds a running suite and calls it."""

import json
from pathlib import Path
from typing import Any

from firstcontact.cli.errors import CannotRun

FILE = Path(".local") / "suite.json"


def find(start: Path | None = None) -> dict[str, Any]:
    """Read ``.local/suite.json`` from the folder or one above it, or from the checkout that this package is in."""
    places = [*(start or Path.cwd()).resolve().joinpath("x").parents, *Path(__file__).resolve().parents]
    for place in places:
        if (place / FILE).is_file():
            suite: dict[str, Any] = json.loads((place / FILE).read_text())
            return suite
    raise CannotRun("no suite is running here (start it with: make up)")


def resource(named: str | None, output: str, service: str) -> tuple[str, Any]:
    """The name of an AWS resource and a client for its service: the named resource, or the local suite's."""
    reached = client(named, service)
    return named or find()["internal"]["outputs"][output], reached


def console(named: str | None) -> str | None:
    """The address of the local suite's pages, which also show articles; None for the suite of a named resource."""
    return None if named else str(find()["api"])


def client(named: str | None, service: str) -> Any:
    """A client for a service: of the account that the named resource is in, or of the local suite."""
    import boto3

    session: Any = boto3.session.Session()
    if named:
        return session.client(service)
    return session.client(
        service,
        endpoint_url=find()["internal"]["emulator"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the emulator's credentials
    )


def token(suite: dict[str, Any], name: str) -> str:
    """The token of one of the suite's users: one of ``tokens``, or of any customer by their id at the shop."""
    tokens: dict[str, str] = suite.get("tokens", {})
    users: dict[str, dict[str, str]] = suite.get("internal", {}).get("users", {})
    if name in tokens:
        return tokens[name]
    if name not in users:
        raise CannotRun(f"the suite has no user {name!r} (it has: {', '.join(sorted({*tokens, *users}))})")
    return _sign_in(users[name])


def _sign_in(user: dict[str, str]) -> str:
    client_id, users = resource(None, "UserPoolClientId", "cognito-idp")
    answer = users.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user["username"], "PASSWORD": user["password"]},
    )
    return str(answer["AuthenticationResult"]["IdToken"])


def call(
    url: str, token: str, body: dict[str, Any] | None = None, timeout: float = 35.0
) -> tuple[int, dict[str, Any]]:
    """One REST call, GET without a body, else POST; returns the status and the JSON response, also for errors."""
    import urllib3

    headers = {"Authorization": token, "Content-Type": "application/json"}
    try:
        answer = urllib3.request(
            "GET" if body is None else "POST",
            url,
            headers=headers,
            body=None if body is None else json.dumps(body).encode(),
            timeout=timeout,
            retries=False,
        )
    except urllib3.exceptions.HTTPError as error:
        raise CannotRun(f"the suite does not answer at {url} (start it with: make up)") from error
    try:
        parsed: dict[str, Any] = answer.json()
    except ValueError as error:
        raise CannotRun(f"{url} answered {answer.status} without JSON") from error
    return answer.status, parsed
