"""Errors as AWS services answer them: the kind in a header and in the body, beside the message."""

from starlette.responses import JSONResponse, Response

from infra.local.sandbox.vendor_error import VendorError

_KINDS = {
    400: "ValidationException",
    403: "AccessDeniedException",
    408: "ModelTimeoutException",
    429: "ThrottlingException",
    500: "InternalServerException",
    503: "ServiceUnavailableException",
    504: "ModelTimeoutException",
}


def aws_error(status: int, kind: str, message: str) -> VendorError:
    """An error of this kind, for the service to raise."""
    return VendorError(status, kind, message)


def shape(error: VendorError) -> Response:
    """The answer; errors that are not the service's own take the kind that goes with their status."""
    kind = error.code if error.code.endswith("Exception") else _KINDS.get(error.status, "InternalServerException")
    body = {"__type": kind, "message": error.message}
    return JSONResponse(body, status_code=error.status, headers={"x-amzn-ErrorType": kind} | error.headers)
