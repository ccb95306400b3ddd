"""API Gateway's own error responses, in the same problem JSON as those of the functions."""

import json
from typing import NamedTuple

from aws_cdk import aws_apigateway as apigateway

HEADERS = {
    "Content-Type": "'application/problem+json'",
    "Cache-Control": "'no-store'",
    "Strict-Transport-Security": "'max-age=63072000; includeSubDomains'",
    "X-Content-Type-Options": "'nosniff'",
    "X-Frame-Options": "'DENY'",
    "Referrer-Policy": "'no-referrer'",
}


class Problem(NamedTuple):
    """One error response of API Gateway."""

    kind: apigateway.ResponseType
    status: int
    title: str
    code: str
    remedy: str

    def body(self) -> str:
        """The response body as JSON."""
        return json.dumps(
            {
                "type": "about:blank",
                "title": self.title,
                "status": self.status,
                "detail": self.title,
                "code": self.code,
                "remedy": self.remedy,
            }
        )


_SIGN_IN = "Send a current ID token of this user pool in the Authorization header."
_CHANGE = "Change the request as described and send it again."
_WAIT = "Wait a moment and send the same request again."
_KIND = apigateway.ResponseType

PROBLEMS = (
    Problem(_KIND.UNAUTHORIZED, 401, "Sign in first", "unauthenticated", _SIGN_IN),
    Problem(_KIND.EXPIRED_TOKEN, 401, "Sign in first", "unauthenticated", _SIGN_IN),
    Problem(_KIND.ACCESS_DENIED, 403, "Not allowed", "forbidden", "Use an account that this call is for."),
    Problem(_KIND.WAF_FILTERED, 403, "Not allowed", "forbidden", "Send less, less often, or without code in it."),
    Problem(_KIND.MISSING_AUTHENTICATION_TOKEN, 404, "Not found", "not_found", "Check the method and the path."),
    Problem(_KIND.RESOURCE_NOT_FOUND, 404, "Not found", "not_found", "Check the method and the path."),
    Problem(_KIND.BAD_REQUEST_BODY, 400, "The request is not valid", "invalid", "Send one JSON object."),
    Problem(_KIND.REQUEST_TOO_LARGE, 413, "Too large", "too_large", "Send less."),
    Problem(_KIND.UNSUPPORTED_MEDIA_TYPE, 415, "The request is not valid", "invalid", "Send application/json."),
    Problem(_KIND.THROTTLED, 429, "Too many requests", "throttled", _WAIT),
    Problem(_KIND.INTEGRATION_TIMEOUT, 504, "Temporarily unavailable", "timeout", _WAIT),
    Problem(_KIND.DEFAULT_4_XX, 400, "The request was refused", "refused", _CHANGE),
    Problem(_KIND.DEFAULT_5_XX, 503, "Temporarily unavailable", "unavailable", _WAIT),
)


def answer_with_problems(api: apigateway.RestApi) -> None:
    """Configure all error responses of an API as problem JSON."""
    for problem in PROBLEMS:
        api.add_gateway_response(
            f"Problem{problem.kind.response_type.title().replace('_', '')}",
            type=problem.kind,
            status_code=str(problem.status),
            response_headers=HEADERS,
            templates={"application/json": problem.body()},
        )
