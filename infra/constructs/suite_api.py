"""The REST API: all routes need a token except those listed as open.

Open routes and costly routes, which read whole tables, have rate limits of their own, lower than the stage's.
"""

from collections.abc import Sequence

from aws_cdk import Duration, Size
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from infra.constructs.api_logging import ApiLogging
from infra.constructs.problem_responses import answer_with_problems
from infra.constructs.suite_function import SuiteFunction
from infra.constructs.user_pool import UserPool

STAGE = "live"
_ACCESS = {
    "request": "$context.requestId",
    "at": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "caller": "$context.authorizer.claims.sub",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "ms": "$context.responseLatency",
    "refusal": "$context.error.responseType",
    "trace": "$context.xrayTraceId",
}


class SuiteApi(Construct):
    """The routes, written as ``GET /v1/reviews``, on one stage."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        users: UserPool,
        logging: ApiLogging,
        *,
        open_routes: Sequence[str],
        costly_routes: Sequence[str],
    ) -> None:
        super().__init__(scope, name)
        self._open = frozenset(open_routes)
        self.api = apigateway.RestApi(
            self,
            "Api",
            rest_api_name="first-contact",
            min_compression_size=Size.kibibytes(1),
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            cloud_watch_role=False,
            deploy_options=apigateway.StageOptions(
                stage_name=STAGE,
                throttling_rate_limit=100,
                throttling_burst_limit=400,
                method_options=_throttles(open_routes, rate=20, burst=40)
                | _throttles(costly_routes, rate=2, burst=5),
                tracing_enabled=True,
                logging_level=apigateway.MethodLoggingLevel.ERROR,
                data_trace_enabled=False,
                access_log_destination=apigateway.LogGroupLogDestination(logging.log(self)),
                access_log_format=apigateway.AccessLogFormat.custom(logging.line(_ACCESS)),
            ),
        )
        logging.precedes(self.api.deployment_stage)
        answer_with_problems(self.api)
        self._signed_in = apigateway.CognitoUserPoolsAuthorizer(
            self, "SignedIn", cognito_user_pools=[users.pool], results_cache_ttl=Duration.minutes(5)
        )
        self._validator = self.api.add_request_validator(
            "Requests", validate_request_body=True, validate_request_parameters=True
        )
        self._object = self.api.add_model(
            "AnObject", schema=apigateway.JsonSchema(type=apigateway.JsonSchemaType.OBJECT)
        )

    def serve(self, function: SuiteFunction, *routes: str, checks_bodies: bool = True) -> None:
        """Route requests to a function; unless its bodies may be anything, a POST must have a JSON object."""
        integration = apigateway.LambdaIntegration(function, allow_test_invoke=False)
        for route in routes:
            method, path = route.split(" ")
            closed, checked = route not in self._open, checks_bodies and method == "POST"
            self.api.root.resource_for_path(path).add_method(
                method,
                integration,
                authorizer=self._signed_in if closed else None,
                authorization_type=apigateway.AuthorizationType.COGNITO if closed else None,
                request_validator=self._validator if checked else None,
                request_models={"application/json": self._object} if checked else None,
            )


def _throttles(routes: Sequence[str], *, rate: int, burst: int) -> dict[str, apigateway.MethodDeploymentOptions]:
    """Rate limits for routes, in requests a second.

    The root keeps the stage's limits, because it cannot be addressed here. So do the page's files, because a first
    visit requests twenty of them at once.
    """
    split = (route.split(" ") for route in routes)
    return {
        f"{path}/{method}": apigateway.MethodDeploymentOptions(
            throttling_rate_limit=rate, throttling_burst_limit=burst
        )
        for method, path in split
        if path not in ("/", "/assets/{file}")
    }
