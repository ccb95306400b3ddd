"""Handlers of REST requests."""

import json
import math
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import ServiceError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError, ResponseValidationError

from firstcontact.cases.conversation import MAX_MESSAGE_BYTES
from firstcontact.entrypoints.body import admit_body, body_of
from firstcontact.entrypoints.invocation import Event, Handler, invocation
from firstcontact.entrypoints.problem import MEDIA_TYPE, problem_document
from firstcontact.errors import FirstContactError, NotFound, Unauthenticated, Unavailable
from firstcontact.identity.claims import caller_from_claims
from firstcontact.identity.records import Caller
from firstcontact.services import Services
from firstcontact.telemetry import logger, where
from firstcontact.validation import invalid_from_errors

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Api(APIGatewayRestResolver):
    """The routes of one function. ``app.services`` and ``app.caller`` belong to the current request."""

    def __init__(self, title: str, max_body: int | None = MAX_MESSAGE_BYTES, *, is_open: bool = False) -> None:
        """``max_body`` is in bytes; with None, bodies are not checked, and the routes use ``raw_body``."""
        super().__init__(enable_validation=True, response_validation_error_http_code=500)
        self.title, self._max_body = title, max_body
        self.is_open = is_open  # the gateway asks for no token
        self.exception_handler(FirstContactError)(_problem)
        self.exception_handler(RequestValidationError)(lambda error: _problem(invalid_from_errors(error.errors())))
        self.exception_handler(ResponseValidationError)(_our_fault)
        self.exception_handler(ServiceError)(_service_problem)
        self.not_found(lambda _: _problem(NotFound("no route has this method and path", code="no_such_route")))

    @property
    def routes(self) -> tuple[str, ...]:
        """Its routes as the gateway writes them: ``GET /v1/claims/{claim_id}``."""
        declared = (*self._static_routes, *self._dynamic_routes)
        return tuple(f"{route.method} {route.openapi_path}" for route in declared)

    @property
    def services(self) -> Services:
        """The services of this request."""
        services: Services = self.context["services"]
        return services

    @property
    def raw_body(self) -> bytes:
        """The request's body as it was sent: a signature is over these bytes, whatever they contain."""
        return body_of(self.current_event.raw_event)

    @property
    def takes_raw_body(self) -> bool:
        """Whether a body may be anything; otherwise it is a JSON object, which the gateway may check, too."""
        return self._max_body is None

    @property
    def caller(self) -> Caller:
        """The authenticated caller; ``Unauthenticated`` if the token does not identify one."""
        authorizer = self.current_event.raw_event.get("requestContext", {}).get("authorizer") or {}
        claims = authorizer.get("claims")
        if not claims:
            raise Unauthenticated("this call needs a token")
        return caller_from_claims(claims, self.services.settings.need("user_pool_client_id"))

    def _admitted(self, event: Event) -> Event:
        if self._max_body is None:
            return {}
        return {"body": admit_body(body_of(event), self._max_body) or None, "isBase64Encoded": False}

    def answer(self, event: Event, context: Any, services: Services) -> Event:
        """Handle one request; every error becomes a response, none is raised to the gateway."""
        self.context.update(services=services)
        try:
            admitted = {
                **event,
                **self._admitted(event),
                "headers": _as_json(event.get("headers") or {}),
                "multiValueHeaders": _as_json(event.get("multiValueHeaders") or {}),
            }
            return _private(self.resolve(admitted, context))
        except FirstContactError as error:
            return _raw(error)
        except Exception as error:  # noqa: BLE001 - last resort: no internal error may leak to the caller
            logger().error("unexpected", extra={"error": type(error).__name__, "where": where(error)})
            return _raw(FirstContactError("an unexpected error; it was logged"))
        finally:
            self.context.clear()


def _private(response: Event) -> Event:
    """The response with ``HEADERS``, unless its route sets them itself: what a customer reads is stored nowhere."""
    headers = response.setdefault("multiValueHeaders", {})
    given = {name.lower() for name in headers}
    headers.update({name: [value] for name, value in HEADERS.items() if name.lower() not in given})
    return response


def _problem(error: FirstContactError) -> Response[str]:
    logger().warning("refused" if error.status < 500 else "failed", extra={"code": error.code, "kind": "http"})
    wait = {"Retry-After": str(math.ceil(error.retry_after))} if isinstance(error, Unavailable) else {}
    headers = {**HEADERS, **wait}
    return Response(
        status_code=error.status,
        content_type=MEDIA_TYPE,
        body=json.dumps(problem_document(error)),
        headers=dict(headers),
    )


def _as_json(headers: dict[str, Any]) -> dict[str, Any]:
    """Drop Content-Type: every body is JSON, even if the client did not say so; Powertools would parse a form."""
    return {name: value for name, value in headers.items() if name.lower() != "content-type"}


def _our_fault(error: ResponseValidationError) -> Response[str]:
    logger().error("the response does not match its schema", extra={"errors": len(error.errors())})
    return _problem(FirstContactError("an unexpected error; it was logged"))


def _service_problem(error: ServiceError) -> Response[str]:
    return _problem(invalid_from_errors([{"msg": error.msg, "type": "invalid"}]))


def _raw(error: FirstContactError) -> Event:
    response = _problem(error)
    headers = {**response.headers, "Content-Type": MEDIA_TYPE}
    return {"statusCode": response.status_code, "headers": headers, "body": response.body, "isBase64Encoded": False}


def http(app: Api) -> Handler:
    """A REST handler: checks the body, resolves the route, and returns every error as a problem document."""

    def handler(event: Event, context: Any, services: Services | None = None) -> Event:
        with invocation(services, "http", context) as services:
            services.meter.add("apigateway.rest_requests", 1)
            return app.answer(event, context, services)

    return handler
