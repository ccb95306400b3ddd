"""Asks the emulator whether a caller is allowed, so that the deployed IAM policies apply to stand-ins, too."""

import httpx

from infra.local.standins.aws_error import aws_error
from infra.local.standins.caller import Caller

PATH = "/_standins/permission"
ACCOUNT = "{account}"


class Permission:
    """Checks permissions with the emulator. Without an emulator (``url`` empty) everything is allowed."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._client = httpx.AsyncClient(timeout=10)

    async def require(self, caller: Caller, action: str, *resources: str) -> None:
        """Raise AWS's error unless the action is allowed on each resource; ``{account}`` is the caller's account."""
        if not self._url:
            return
        question = {**caller._asdict(), "action": action, "resources": resources}
        try:
            answer = await self._client.post(self._url + PATH, json=question)
            answer.raise_for_status()
            refusal = answer.json()["refusal"]
        except (httpx.HTTPError, ValueError, KeyError) as error:
            message = "The emulator did not answer the permission check"
            raise aws_error(500, "InternalServerException", message) from error
        if refusal:
            raise aws_error(403, refusal["kind"], refusal["message"])
