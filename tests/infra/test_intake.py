"""What the intake of tickets relies on: bodies of any size and shape arrive, expire in time, and are polled for."""

import pytest
from firstcontact.adapters.aws.intake import INTAKE
from firstcontact.settings import Settings

from infra.functions import FUNCTIONS
from infra.logical_id import logical_id
from tests.infra.table import holders
from tests.infra.template import Assembly, Json

WEBHOOK = "/v1/zendesk/webhooks"
SCHEDULED = {row.folder: row.every_minutes for row in FUNCTIONS if row.every_minutes}


def test_the_raw_bodies_expire_in_the_table_and_in_the_bucket_after_the_same_time(assembly: Assembly) -> None:
    (table,) = [one for one in assembly.resources("AWS::DynamoDB::Table") if one.name == "IntakeTable"]
    assert table.properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    (uploads,) = [one for one in assembly.resources("AWS::S3::Bucket") if one.name == "UploadsBucket"]
    (rule,) = [rule for rule in uploads.properties["LifecycleConfiguration"]["Rules"] if rule.get("Prefix") == INTAKE]
    assert (rule["Status"], rule["NoncurrentVersionExpiration"]) == ("Enabled", {"NoncurrentDays": 1})
    days = {variables.get("INTAKE_DAYS") for variables in assembly.variables().values()} - {None}
    assert days == {str(rule["ExpirationInDays"])} == {str(Settings().intake_days)} == {"30"}


def test_only_functions_that_take_tickets_see_raw_bodies(assembly: Assembly) -> None:
    assert holders("keep_intake") == {"zendesk_webhook", "poll_tickets"}
    readers = {folder for folder, variables in assembly.variables().items() if "INTAKE_TABLE" in variables}
    assert readers == holders("keep_intake")


def test_the_poller_runs_every_five_minutes_and_the_sweeper_every_minute() -> None:
    assert SCHEDULED == {"poll_tickets": 5, "sweep_cases": 1}


@pytest.mark.parametrize("folder", SCHEDULED)
def test_a_scheduled_function_runs_at_its_rate_and_no_run_is_repeated(assembly: Assembly, folder: str) -> None:
    own = f"Functions{logical_id(folder)}.Arn"
    rules = [
        one.properties for one in assembly.resources("AWS::Events::Rule") if "ScheduleExpression" in one.properties
    ]
    (rule,) = [rule for rule in rules if assembly.words(rule["Targets"][0]["Arn"]) == own]
    minutes = SCHEDULED[folder]
    assert rule["ScheduleExpression"] == f"rate({minutes} minute{'s' if minutes > 1 else ''})"
    assert [target["RetryPolicy"]["MaximumRetryAttempts"] for target in rule["Targets"]] == [0]
    configs = assembly.resources("AWS::Lambda::EventInvokeConfig")
    assert len(configs) == len(rules) == len(SCHEDULED)
    assert {config.properties["MaximumRetryAttempts"] for config in configs} == {0}
    allowed = [
        assembly.words(one.properties["FunctionName"])
        for one in assembly.resources("AWS::Lambda::Permission")
        if one.properties["Principal"] == "events.amazonaws.com"
    ]
    assert sorted(allowed) == sorted(f"Functions{logical_id(name)}.Arn" for name in SCHEDULED)


def test_a_run_of_the_poller_ends_before_its_time_is_up() -> None:
    from firstcontact.channels.polling import RUN_SECONDS

    (row,) = [row for row in FUNCTIONS if row.folder == "poll_tickets"]
    assert row.seconds >= RUN_SECONDS + 60
    assert row.every_minutes is not None
    assert row.seconds <= row.every_minutes * 60


def test_the_gateway_checks_every_posted_body_but_the_signed_ones(assembly: Assembly) -> None:
    posts = [one.properties for one in assembly.resources("AWS::ApiGateway::Method")]
    unchecked = [
        assembly.words(method["Integration"]["Uri"]).split("/functions/")[1].partition(".")[0]
        for method in posts
        if method["HttpMethod"] == "POST" and "RequestValidatorId" not in method
    ]
    assert unchecked == ["FunctionsZendeskWebhook"]


def _rules(assembly: Assembly) -> dict[str, Json]:
    return {rule["Name"]: rule["Statement"] for rule in assembly.one("AWS::WAFv2::WebACL").properties["Rules"]}


def test_the_firewall_looks_into_every_body_but_the_signed_ones(assembly: Assembly) -> None:
    rules = _rules(assembly)
    size = rules["TooLargeABody"]["AndStatement"]["Statements"]
    scopes = [
        size[0],
        rules["AWSManagedRulesKnownBadInputsRuleSet"]["ManagedRuleGroupStatement"]["ScopeDownStatement"],
        rules["AWSManagedRulesCommonRuleSet"]["ManagedRuleGroupStatement"]["ScopeDownStatement"],
    ]
    for scope in scopes:
        match = scope["NotStatement"]["Statement"]["ByteMatchStatement"]
        assert (match["PositionalConstraint"], match["SearchString"]) == ("ENDS_WITH", WEBHOOK)
        assert match["FieldToMatch"] == {"UriPath": {}}
    assert size[1]["SizeConstraintStatement"]["Size"] == 64 * 1024


def test_the_firewall_counts_requests_and_knows_bad_senders_at_every_path(assembly: Assembly) -> None:
    rules = _rules(assembly)
    assert "ScopeDownStatement" not in rules["TooManyRequests"]["RateBasedStatement"]
    senders = rules["AWSManagedRulesAmazonIpReputationList"]["ManagedRuleGroupStatement"]
    assert "ScopeDownStatement" not in senders
