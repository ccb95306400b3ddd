"""Everything that is kept is encrypted with our key, and whoever may touch it may use the key for that."""

from firstcontact.adapters.aws.tables import TABLES

from tests.infra.table import role_of
from tests.infra.template import Assembly, Statement

READ, SEND = {"kms:Decrypt"}, {"kms:Decrypt", "kms:GenerateDataKey"}
NEEDS = {
    "dynamodb:GetItem": ("dynamodb", READ),
    "dynamodb:Query": ("dynamodb", READ),
    "dynamodb:Scan": ("dynamodb", READ),
    "dynamodb:PutItem": ("dynamodb", {*SEND, "kms:Encrypt"}),
    "dynamodb:DeleteItem": ("dynamodb", READ),
    "dynamodb:UpdateItem": ("dynamodb", {*SEND, "kms:Encrypt"}),
    "s3:GetObject": ("s3", READ),
    "s3:PutObject": ("s3", SEND),
    "secretsmanager:GetSecretValue": ("secretsmanager", READ),
    "sqs:SendMessage": ("sqs", SEND),
}
ENCRYPTED = {
    "AWS::DynamoDB::Table": ("SSESpecification", "KMSMasterKeyId"),
    "AWS::Logs::LogGroup": ("KmsKeyId",),
    "AWS::SecretsManager::Secret": ("KmsKeyId",),
    "AWS::SNS::Topic": ("KmsMasterKeyId",),
    "AWS::StepFunctions::StateMachine": ("EncryptionConfiguration", "KmsKeyId"),
}


# Their messages name where something is stored, and hold nothing of it: SQS encrypts them itself.
WITHOUT_DATA = ("PhotoArrival", "DocumentArrival", "CaseOutbox")


def key_actions(statements: list[Statement], assembly: Assembly, role: str, service: str) -> set[str]:
    return {
        action
        for statement in statements
        if statement.role == role and statement.resources == ("Key.Arn",)
        for via in [statement.conditions.get("StringEquals", {}).get("kms:ViaService")]
        if via and assembly.words(via).startswith(f"{service}.")
        for action in statement.actions
    }


def test_whoever_may_touch_an_encrypted_thing_may_use_its_key(assembly: Assembly) -> None:
    statements = list(assembly.statements())
    for statement in statements:
        for action in statement.actions:
            if action in NEEDS and not all(resource.startswith(WITHOUT_DATA) for resource in statement.resources):
                service, needed = NEEDS[action]
                assert needed <= key_actions(statements, assembly, statement.role, service), (statement.role, action)


def test_the_reader_of_the_review_queue_may_decrypt_it(assembly: Assembly) -> None:
    role = role_of("file_review")
    allowed = {a for s in assembly.statements() if s.role == role and s.resources == ("Key.Arn",) for a in s.actions}
    direct = [s for s in assembly.statements() if s.role == role and s.actions == ("kms:Decrypt",)]
    assert "kms:Decrypt" in allowed
    assert direct, "the poller of the event source decrypts by this grant"


def test_whoever_starts_or_resumes_a_workflow_may_use_its_key(assembly: Assembly) -> None:
    statements = list(assembly.statements())
    concerned = {s.role for s in statements for a in s.actions if a.startswith("states:")}
    for role in concerned:
        contexts = [s.conditions.get("StringEquals", {}) for s in statements if s.role == role]
        assert any("kms:EncryptionContext:aws:states:stateMachineArn" in context for context in contexts), role


def test_everything_kept_is_encrypted_with_our_key(assembly: Assembly) -> None:
    for kind, path in ENCRYPTED.items():
        for resource in assembly.resources(kind):
            value = resource.properties
            for step in path:
                value = value[step]
            assert assembly.words(value) == "Key.Arn", resource.name


def test_the_key_rotates_and_outlives_its_stack(assembly: Assembly) -> None:
    key = assembly.one("AWS::KMS::Key")
    assert key.properties["EnableKeyRotation"] is True
    assert key.raw["DeletionPolicy"] == "Retain"


def test_queues_and_buckets_and_the_topic_refuse_plain_http(assembly: Assembly) -> None:
    for kind, owner in (
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy"),
        ("AWS::S3::Bucket", "AWS::S3::BucketPolicy"),
        ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy"),
    ):
        assert len(assembly.resources(owner)) == len(assembly.resources(kind))
        for policy in assembly.resources(owner):
            denials = [s for s in policy.properties["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
            assert any(s["Condition"].get("Bool") == {"aws:SecureTransport": "false"} for s in denials), policy.name


def test_queues_are_encrypted(assembly: Assembly) -> None:
    for queue in assembly.resources("AWS::SQS::Queue"):
        keyed = "KmsMasterKeyId" in queue.properties
        assert keyed or (queue.name.startswith(WITHOUT_DATA) and queue.properties["SqsManagedSseEnabled"])


def test_buckets_are_closed_and_versioned(assembly: Assembly) -> None:
    for bucket in assembly.resources("AWS::S3::Bucket"):
        assert set(bucket.properties["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket.name == "AccessLogs" or bucket.properties["VersioningConfiguration"] == {"Status": "Enabled"}


def test_tables_can_be_restored_and_are_hard_to_delete(assembly: Assembly) -> None:
    tables = assembly.resources("AWS::DynamoDB::Table")
    assert len(tables) == len(TABLES)
    for table in tables:
        assert table.properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert table.properties["DeletionProtectionEnabled"] is True
        assert table.raw["DeletionPolicy"] == "Retain"
