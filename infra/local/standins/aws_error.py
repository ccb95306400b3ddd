"""Errors in the format of AWS services: the error type in a header and in the body, with the message."""

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
    """Create an error of this type, to be raised by a service."""
    return VendorError(status, kind, message)


def shape(error: VendorError) -> Response:
    """The response; an error without an AWS type gets the one that matches its status."""
    kind = error.code if error.code.endswith("Exception") else _KINDS.get(error.status, "InternalServerException")
    body = {"__type": kind, "message": error.message}
    return JSONResponse(body, status_code=error.status, headers={"x-amzn-ErrorType": kind} | error.headers)
