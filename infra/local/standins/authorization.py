"""Runs inside the emulator and answers the stand-ins' permission checks.

``answer_permission_questions()`` is called once before the emulator serves. The emulator's evaluator decides, using
the roles, policies, boundaries and sessions of the deployed templates.
"""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, set_request_account_id, set_request_region

PATH = "/_standins/permission"
_Messages = Callable[..., Awaitable[Any]]


def answer_permission_questions() -> None:
    """Add the route for permission checks to the emulator."""
    emulator = app.app

    async def with_permissions(scope: MutableMapping[str, Any], receive: _Messages, send: _Messages) -> None:
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST":
            await emulator(scope, receive, send)
            return
        question = json.loads(await _body(receive))
        address = (scope.get("client") or ("127.0.0.1", 0))[0]
        iam_evaluator.pin_request_origin(address, False)
        answer = json.dumps({"refusal": refusal(question)}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    app.app = with_permissions


async def _body(receive: _Messages) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def refusal(question: dict[str, Any]) -> dict[str, str] | None:
    """The reason for a refusal in AWS's words; None if the caller is allowed."""
    key, region = question["access_key"], question["region"]
    set_request_account_id(app._request_account_scope(key))
    set_request_region(region)
    account = get_account_id()
    credential = iam_evaluator.resolve_credential(key, account, question["session_token"])
    if isinstance(credential, iam_evaluator.CredentialResolutionError):
        return {"kind": "UnrecognizedClientException", "message": credential.message}
    action, service = question["action"], question["action"].partition(":")[0]
    for resource in question["resources"]:
        arn = resource.replace("{account}", account)
        denied = iam_evaluator.enforce(key, action, service, region, arn)
        if isinstance(denied, iam_evaluator.AuthError):
            return {"kind": "UnrecognizedClientException", "message": denied.message}
        if denied is not None:
            return {"kind": "AccessDeniedException", "message": _explain(denied, action, arn)}
    return None


def _explain(denied: Any, action: str, arn: str) -> str:
    why = "with an explicit deny in" if denied.decision == "Deny" else "because no identity-based policy allows"
    what = "an identity-based policy" if denied.decision == "Deny" else f"the {action} action"
    return f"User: {denied.principal_arn} is not authorized to perform: {action} on resource: {arn} {why} {what}"
