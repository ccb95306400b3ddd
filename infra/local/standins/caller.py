"""The caller of a stand-in, read from the request's SigV4 headers."""

import re
from typing import NamedTuple

from starlette.requests import Request

from infra.local.standins.aws_error import aws_error

_CREDENTIAL = re.compile(r"^AWS4-HMAC-SHA256 Credential=([^/]+)/\d{8}/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request,")


class Caller(NamedTuple):
    """The access key and session token of a request, and its region."""

    access_key: str
    session_token: str
    region: str


def caller_of(request: Request) -> Caller:
    """The caller; an unsigned request is refused with AWS's error."""
    found = _CREDENTIAL.match(request.headers.get("authorization", ""))
    if found is None:
        raise aws_error(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    return Caller(found[1], request.headers.get("x-amz-security-token", ""), found[2])
