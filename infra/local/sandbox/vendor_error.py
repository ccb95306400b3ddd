"""Errors of sandbox systems, before they are converted to the vendor's format."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response


class VendorError(Exception):
    """An error that a system answers with."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = dict(headers or {})


ErrorShape = Callable[[VendorError], Response]


def answered_as(shape: ErrorShape) -> Callable[[Request, Exception], Response]:
    """An exception handler that returns vendor errors in this format."""

    def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, VendorError):
            raise error
        return shape(error)

    return answer
