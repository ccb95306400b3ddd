"""The two APIs: which routes there are, who may call them, how the gateway itself refuses."""

import json

from infra.constructs.problem_responses import PROBLEMS
from infra.functions import FUNCTIONS
from infra.logical_id import logical_id
from infra.openapi import document
from infra.routes import open_routes, resolvers
from tests.infra.table import holders
from tests.infra.template import Assembly

OPEN_FUNCTIONS = {"console", "zendesk_webhook"}  # the pages and health; the webhook checks a signature


def routes(assembly: Assembly) -> dict[str, str]:
    """Each route and how its caller is authorised."""
    template = assembly.templates["FirstContactSuite"]["Resources"]

    def path(reference: dict[str, object]) -> str:
        if "Fn::GetAtt" in reference:
            return ""
        resource = template[reference["Ref"]]["Properties"]
        return f"{path(resource['ParentId'])}/{resource['PathPart']}"

    methods = (raw["Properties"] for raw in template.values() if raw["Type"] == "AWS::ApiGateway::Method")
    return {f"{m['HttpMethod']} {path(m['ResourceId']) or '/'}": m["AuthorizationType"] for m in methods}


def test_every_route_wants_a_token_but_those_of_two_functions(assembly: Assembly) -> None:
    expected = {
        route: "NONE" if folder in OPEN_FUNCTIONS else "COGNITO_USER_POOLS"
        for folder, app in resolvers().items()
        for route in app.routes
    }
    assert routes(assembly) == expected


def test_a_function_that_asks_for_tokens_can_check_them() -> None:
    assert {folder for folder, app in resolvers().items() if not app.is_open} <= holders("accept_tokens")


def test_id_tokens_are_meant(assembly: Assembly) -> None:
    methods = assembly.resources("AWS::ApiGateway::Method")
    assert not any(
        "AuthorizationScopes" in method.properties for method in methods
    )  # scopes would mean access tokens


def test_the_stage_is_throttled_and_open_and_costly_routes_more_so(assembly: Assembly) -> None:
    settings = {s["ResourcePath"]: s for s in assembly.one("AWS::ApiGateway::Stage").properties["MethodSettings"]}
    steady = settings.pop("/*")["ThrottlingRateLimit"]
    named = {
        "/" + path.split(" /")[1].replace("/", "~1")
        for path in (*open_routes(), *resolvers()["report"].routes)
        if not path.endswith((" /", " /assets/{file}"))
    }
    assert {path.replace("/~1", "/", 1) for path in settings} == named
    assert all(setting["ThrottlingRateLimit"] < steady for setting in settings.values())


def test_access_logs_hold_no_token_no_query_and_no_body(assembly: Assembly) -> None:
    rest = assembly.one("AWS::ApiGateway::Stage").properties
    sockets = assembly.one("AWS::ApiGatewayV2::Stage").properties
    for line in (rest["AccessLogSetting"]["Format"], sockets["AccessLogSettings"]["Format"]):
        fields = " ".join(json.loads(line).values()).lower()
        assert not any(
            word in fields for word in ("token", "query", "body", "header", "authorizer.claims.email", ".path")
        )
    assert rest["MethodSettings"][0]["DataTraceEnabled"] is False


def test_the_gateway_refuses_in_problem_json_with_a_remedy(assembly: Assembly) -> None:
    answers = assembly.resources("AWS::ApiGateway::GatewayResponse")
    assert len(answers) == len(PROBLEMS)
    for answer in answers:
        body = json.loads(answer.properties["ResponseTemplates"]["application/json"])
        assert set(body) == {"type", "title", "status", "detail", "code", "remedy"}
        assert all(body.values())
        assert answer.properties["StatusCode"] == str(body["status"])
        headers = answer.properties["ResponseParameters"]
        assert headers["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
        assert "gatewayresponse.header.X-Content-Type-Options" in headers


def test_the_gateway_has_an_answer_for_whatever_it_refuses(assembly: Assembly) -> None:
    kinds = {answer.properties["ResponseType"] for answer in assembly.resources("AWS::ApiGateway::GatewayResponse")}
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "UNAUTHORIZED", "ACCESS_DENIED", "THROTTLED"} <= kinds


def test_a_socket_is_authorised_when_it_connects_however_the_token_comes(assembly: Assembly) -> None:
    by_route = {
        route.properties["RouteKey"]: route.properties for route in assembly.resources("AWS::ApiGatewayV2::Route")
    }
    assert set(by_route) == {"$connect", "message", "resume", "$disconnect", "$default"}
    assert by_route["$connect"]["AuthorizationType"] == "CUSTOM"
    authorizer = assembly.one("AWS::ApiGatewayV2::Authorizer").properties
    assert (authorizer["AuthorizerType"], authorizer["IdentitySource"]) == ("REQUEST", [])


def test_sockets_are_throttled(assembly: Assembly) -> None:
    settings = assembly.one("AWS::ApiGatewayV2::Stage").properties["DefaultRouteSettings"]
    assert settings["ThrottlingRateLimit"] > 0
    assert settings["ThrottlingBurstLimit"] > 0


def test_only_the_api_may_call_the_functions_behind_it(assembly: Assembly) -> None:
    scheduled = {f"Functions{logical_id(row.folder)}.Arn" for row in FUNCTIONS if row.every_minutes}
    for permission in assembly.resources("AWS::Lambda::Permission"):
        if assembly.words(permission.properties["FunctionName"]) in scheduled:
            continue
        assert permission.properties["Principal"] == "apigateway.amazonaws.com"
        assert assembly.words(permission.properties["SourceArn"]).startswith("arn:Partition:execute-api:")


def test_what_the_handlers_answer_is_what_the_gateway_sends_them(assembly: Assembly) -> None:
    described = {f"{method.upper()} {path}" for path, methods in document()["paths"].items() for method in methods}
    served = set(routes(assembly))
    assert described <= served
    assert served - described <= set(open_routes())
