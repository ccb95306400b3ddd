"""What operators rely on: alarms, logs that end, dead letters, a firewall, findings answered."""

import re

import pytest
from firstcontact.claims.photos import CLAIM_PHOTOS, photo_keys
from firstcontact.settings import Settings

from infra import nag
from infra.functions import FUNCTIONS
from infra.suppressions import SUPPRESSIONS, Suppression
from tests.infra.table import holders
from tests.infra.template import Assembly, Json


def rule_of(assembly: Assembly, name: str) -> Json:
    (rule,) = [one for one in assembly.resources("AWS::Events::Rule") if one.name == name]
    return rule.properties


def test_every_function_that_fails_raises_an_alarm(assembly: Assembly) -> None:
    watched = {
        assembly.words(dimension["Value"])
        for alarm in assembly.resources("AWS::CloudWatch::Alarm")
        for dimension in alarm.properties.get("Dimensions", [])
    }
    assert {function.name for function in assembly.resources("AWS::Lambda::Function")} <= watched


def test_every_end_of_the_line_raises_an_alarm(assembly: Assembly) -> None:
    watched = {
        assembly.words(dimension["Value"]).removesuffix(".QueueName")
        for alarm in assembly.resources("AWS::CloudWatch::Alarm")
        for dimension in alarm.properties.get("Dimensions", [])
        if alarm.properties["MetricName"] == "ApproximateNumberOfMessagesVisible"
    }
    ends = {queue.name for queue in assembly.resources("AWS::SQS::Queue") if "RedrivePolicy" not in queue.properties}
    assert (
        watched
        == ends
        == {
            "CaseOutboxDeadLetters",
            "ReviewQueueDeadLetters",
            "Unresolved",
            "PhotoArrivalDeadLetters",
            "DocumentArrivalDeadLetters",
        }
    )


def test_a_review_that_has_waited_for_a_day_raises_an_urgent_alarm(assembly: Assembly) -> None:
    alarm = next(
        one for one in assembly.resources("AWS::CloudWatch::Alarm") if one.name.startswith("AlarmsOldestReview")
    )
    watched = {name: alarm.properties[name] for name in ("Namespace", "MetricName", "Statistic", "Threshold")}
    assert watched == {
        "Namespace": "FirstContact",
        "MetricName": "OldestReviewSeconds",
        "Statistic": "Maximum",
        "Threshold": 24 * 3600,
    }
    assert alarm.properties["Dimensions"] == [{"Name": "service", "Value": "first-contact"}]
    assert "OldestReview" in str(assembly.one("AWS::CloudWatch::CompositeAlarm").properties["AlarmRule"])


def test_alarms_reach_somebody(assembly: Assembly) -> None:
    for alarm in assembly.resources("AWS::CloudWatch::Alarm"):
        assert assembly.words(alarm.properties["AlarmActions"]) == "AlarmsTopic", alarm.name
    (publish,) = [
        statement
        for statement in assembly.one("AWS::SNS::TopicPolicy").properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert publish["Principal"] == {"Service": "cloudwatch.amazonaws.com"}


def test_every_log_ends(assembly: Assembly) -> None:
    assert all(log.properties["RetentionInDays"] == 30 for log in assembly.resources("AWS::Logs::LogGroup"))


def test_every_function_is_traced_and_runs_the_same_python_on_arm(assembly: Assembly) -> None:
    for function in assembly.resources("AWS::Lambda::Function"):
        assert function.properties["TracingConfig"] == {"Mode": "Active"}
        assert (function.properties["Runtime"], function.properties["Architectures"]) == ("python3.14", ["arm64"])


def test_what_cannot_be_read_from_a_queue_is_put_aside_after_five_attempts(assembly: Assembly) -> None:
    queues = [queue for queue in assembly.resources("AWS::SQS::Queue") if "RedrivePolicy" in queue.properties]
    assert {queue.name for queue in queues} == {"ReviewQueue", "DocumentArrivalQueue"}
    assert all(queue.properties["RedrivePolicy"]["maxReceiveCount"] == 5 for queue in queues)
    mappings = assembly.resources("AWS::Lambda::EventSourceMapping")
    assert {mapping.properties["BatchSize"] for mapping in mappings} == {5, 10, 200}
    assert all(mapping.properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for mapping in mappings)


def test_a_documents_file_that_changes_is_told_within_seconds(assembly: Assembly) -> None:
    pattern = rule_of(assembly, "DocumentArrivalRule")["EventPattern"]
    assert pattern["detail-type"] == ["Object Created", "Object Deleted"]
    assert pattern["detail"]["object"] == {"key": [{"prefix": "documents/"}]}
    (reader,) = [
        one.properties
        for one in assembly.resources("AWS::Lambda::EventSourceMapping")
        if one.properties["BatchSize"] == 200
    ]
    assert reader["MaximumBatchingWindowInSeconds"] == 10


def test_a_claim_photo_starts_its_workflow_and_is_kept_if_it_cannot(assembly: Assembly) -> None:
    rule = rule_of(assembly, "PhotoArrivalRule")
    assert rule["EventPattern"]["detail"]["object"] == {"key": [{"prefix": CLAIM_PHOTOS}]}
    assert all(key.startswith(CLAIM_PHOTOS) for key in photo_keys("case_1", "clm_1", 3))
    (target,) = rule["Targets"]
    assert assembly.words(target["Arn"]) == "ClaimMachine"
    assert assembly.words(target["DeadLetterConfig"]["Arn"]) == "PhotoArrivalDeadLetters.Arn"
    uploads = next(b for b in assembly.resources("AWS::S3::Bucket") if b.name == "UploadsBucket")
    assert uploads.properties["NotificationConfiguration"] == {
        "EventBridgeConfiguration": {"EventBridgeEnabled": True}
    }


def test_workflows_log_their_steps_and_not_their_data(assembly: Assembly) -> None:
    for machine in assembly.resources("AWS::StepFunctions::StateMachine"):
        logging = machine.properties["LoggingConfiguration"]
        assert (logging["Level"], logging["IncludeExecutionData"]) == ("ALL", False)
        assert machine.properties["TracingConfiguration"] == {"Enabled": True}


def test_the_firewall_logs_no_token(assembly: Assembly) -> None:
    redacted = assembly.one("AWS::WAFv2::LoggingConfiguration").properties["RedactedFields"]
    assert {"SingleHeader": {"Name": "authorization"}} in redacted
    assert {"QueryString": {}} in redacted


def test_no_finding_of_cdk_nag_is_left_without_an_answer(assembly: Assembly) -> None:
    assert nag.check(assembly.app) == 0


def test_an_answer_to_a_finding_that_is_gone_fails_the_check(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(nag, "SUPPRESSIONS", (*SUPPRESSIONS, Suppression("AwsSolutions-XYZ1", "*", "was true once")))
    assert nag.check(assembly.app) == 1
    assert "suppressed but not found: AwsSolutions-XYZ1" in capsys.readouterr().err


def test_a_finding_without_an_answer_fails_the_check(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(nag, "SUPPRESSIONS", SUPPRESSIONS[1:])
    assert nag.check(assembly.app) == 1
    assert "AwsSolutions-IAM5[Resource::*] at FirstContactSuite" in capsys.readouterr().err


def test_every_placeholder_of_a_workflow_is_filled(assembly: Assembly) -> None:
    for machine in assembly.resources("AWS::StepFunctions::StateMachine"):
        key = machine.properties["DefinitionS3Location"]["Key"]
        definition = (assembly.folder / f"asset.{key}").read_text()
        filled = machine.properties["DefinitionSubstitutions"]
        assert set(re.findall(r"\$\{(\w+)\}", definition)) == set(filled)
        for name, value in filled.items():
            if "Arn" in str(value):
                assert assembly.words(value) == f"Functions{name}.Arn"


def test_a_function_that_opens_the_index_has_room_for_two_of_it(assembly: Assembly) -> None:
    roomy = {
        function.properties["Handler"].split(".")[1]
        for function in assembly.resources("AWS::Lambda::Function")
        if function.properties["EphemeralStorage"]["Size"] == 4096
    }
    assert roomy == holders("search_index", "write_index")


KEPT = {f"read_write_rows {table}" for table in ("cases", "conversations", "reviews", "claims")}
PRIVATE = {"Cases", "Conversations", "Reviews", "Claims", "Intake", "Connections", "Ledger"}


def test_nothing_private_is_kept_for_ever(assembly: Assembly) -> None:
    expiring = {
        table.name.removesuffix("Table")
        for table in assembly.resources("AWS::DynamoDB::Table")
        if table.properties.get("TimeToLiveSpecification") == {"AttributeName": "expires_at", "Enabled": True}
    }
    assert expiring >= PRIVATE
    variables = assembly.variables()
    writers = {row.folder for row in FUNCTIONS for grant in row.grants if grant.name in KEPT}
    assert {folder for folder in variables if "RETENTION_DAYS" in variables[folder]} >= writers
    assert {variables[folder]["RETENTION_DAYS"] for folder in writers} == {str(Settings().retention_days)} == {"400"}
