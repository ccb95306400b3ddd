"""The WebSocket API: checks a token at connect and routes messages by their ``action``."""

from collections.abc import Sequence

import jsii
from aws_cdk import Duration, Stack
from aws_cdk import aws_apigateway as rest
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.constructs.api_logging import ApiLogging
from infra.constructs.suite_function import SuiteFunction
from infra.constructs.suite_log import SuiteLog

STAGE = "live"
_ACCESS = {
    "request": "$context.requestId",
    "at": "$context.requestTime",
    "ip": "$context.identity.sourceIp",
    "caller": "$context.authorizer.principalId",
    "connection": "$context.connectionId",
    "route": "$context.routeKey",
    "event": "$context.eventType",
    "status": "$context.status",
    "refusal": "$context.error.responseType",
}


@jsii.implements(apigateway.IAccessLogSettings)
class _AccessLog:
    """The destination and format of the stage's access log."""

    def __init__(self, group: SuiteLog, line: str) -> None:
        self._destination = apigateway.LogGroupLogDestination(group)
        self._format = rest.AccessLogFormat.custom(line)

    @property
    def destination(self) -> apigateway.IAccessLogDestination:
        """The log group."""
        return self._destination

    @property
    def format(self) -> rest.AccessLogFormat:
        """One line of JSON."""
        return self._format


class SocketApi(Construct):
    """The WebSocket connections of chat windows."""

    def __init__(self, scope: Construct, name: str, logging: ApiLogging) -> None:
        super().__init__(scope, name)
        self.api = apigateway.WebSocketApi(self, "Api", api_name="first-contact-sockets")
        self.stage = apigateway.WebSocketStage(
            self,
            "Stage",
            web_socket_api=self.api,
            stage_name=STAGE,
            auto_deploy=True,
            throttle=apigateway.ThrottleSettings(rate_limit=50, burst_limit=100),
            access_log_settings=_AccessLog(logging.log(self), logging.line(_ACCESS)),
        )
        logging.precedes(self.stage)

    def serve(self, function: SuiteFunction, authorizer: SuiteFunction, actions: Sequence[str]) -> None:
        """Route connections, these actions and all other events to a function; the authorizer checks connections."""
        integration = integrations.WebSocketLambdaIntegration("Socket", function)
        # Browsers cannot set headers: without an identity source, the authorizer accepts the query string, too.
        token = authorizers.WebSocketLambdaAuthorizer("Token", authorizer, identity_source=[])
        self.api.add_route("$connect", integration=integration, authorizer=token)
        for route in (*actions, "$disconnect", "$default"):
            self.api.add_route(route, integration=integration)

    def errors(self, period: Duration) -> cloudwatch.Metric:
        """Messages that the function behind them did not handle."""
        dimensions = {"ApiId": self.api.api_id, "Stage": STAGE}
        return cloudwatch.Metric(
            namespace="AWS/ApiGateway",
            metric_name="IntegrationError",
            dimensions_map=dimensions,
            period=period,
            statistic="Sum",
        )

    def managed_by(self, function: SuiteFunction) -> None:
        """Let a function send to open connections."""
        sockets = Stack.of(self).format_arn(
            service="execute-api", resource=self.api.api_id, resource_name=f"{STAGE}/POST/@connections/*"
        )
        function.may("execute-api:ManageConnections", on=[sockets])
        function.add_environment("WEBSOCKET_ENDPOINT", self.stage.callback_url)

    def shown_by(self, function: SuiteFunction) -> None:
        """Give a function the URL to connect to."""
        function.add_environment("WEBSOCKET_URL", self.stage.url)
