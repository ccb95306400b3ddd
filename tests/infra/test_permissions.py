"""Who may do what. This table is the whole of it: anything else is denied, and a new grant needs a line here."""

import pytest

from tests.infra.template import Assembly, Statement

ROW = "GetItem PutItem Query"
ROW_AND_REMOVE = "DeleteItem GetItem PutItem Query"
SECRET = "GetSecretValue"
READ_QUEUE = "ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage"
STREAM = "InvokeModelWithResponseStream"
CONVERSATIONS = {"ConversationsTable": ROW, "ConversationsTable/index/by_customer": ROW}
CONNECTIONS = {"ConnectionsTable": ROW_AND_REMOVE, "ConnectionsTable/index/by_conversation": ROW_AND_REMOVE}
REVIEWS = {"ReviewsTable": ROW, "ReviewsTable/index/by_state": ROW}
SOCKETS = {"SocketsApi/live/POST/@connections/*": "ManageConnections"}
KNOWLEDGE = {"KnowledgeBucket": "ListBucket", "KnowledgeBucket/*": "GetObject"}
MODEL = {
    "inference-profile/DraftModelId": STREAM,
    "foundation-model/DraftModelId": STREAM,
    "inference-profile/StrongModelId": STREAM,
    "foundation-model/StrongModelId": STREAM,
    "foundation-model/*": STREAM,
}

MAY = {
    "chat": {
        "CasesTable": ROW,
        "LedgerTable": ROW_AND_REMOVE,
        "OutcomesTable": ROW,
        "parameterSwitchParameter": "GetParameter",
        "ShopSecret": SECRET,
        "CarrierSecret": SECRET,
        "ResolutionMachine": "StartExecution",
        **CONVERSATIONS,
        **CONNECTIONS,
        **KNOWLEDGE,
        **MODEL,
        **SOCKETS,
    },
    "authorize_socket": {},
    "zendesk_webhook": {
        "CasesTable": ROW,
        "LedgerTable": ROW_AND_REMOVE,
        "ZendeskSecret": SECRET,
        "ResolutionMachine": "StartExecution",
    },
    "review_desk": {
        "CasesTable": ROW,
        "ClaimsTable": "GetItem Query",
        "ResolutionMachine": "SendTaskFailure SendTaskSuccess StartExecution",
        "ClaimMachine": "SendTaskFailure SendTaskSuccess",
        **REVIEWS,
    },
    "file_review": {
        "CasesTable": ROW,
        "OutcomesTable": ROW,
        "ZendeskSecret": SECRET,
        "ReviewQueue": READ_QUEUE,
        **REVIEWS,
        **CONVERSATIONS,
        **CONNECTIONS,
        **SOCKETS,
    },
    "ingest_knowledge": {
        "KnowledgeBucket/index/*": "PutObject",
        "KnowledgeBucket/reports/*": "PutObject",
        "DocumentArrivalQueue": READ_QUEUE,
        **KNOWLEDGE,
    },
    "ingest_files": {
        "KnowledgeBucket/index/*": "PutObject",
        "KnowledgeBucket/reports/*": "PutObject",
        **KNOWLEDGE,
    },
    "check_files": KNOWLEDGE,
    "open_claim": {
        "CasesTable": ROW,
        "ClaimsTable": ROW,
        "ShopSecret": SECRET,
        "UploadsBucket/claims/*": "PutObject",
    },
    "report": {"OutcomesTable": "Scan", "CostsTable": "PutItem Scan"},
    "console": {},
    "route_intent": {"CasesTable": ROW, "parameterSwitchParameter": "GetParameter", **KNOWLEDGE},
    "retrieve_knowledge": {"CasesTable": ROW, **KNOWLEDGE},
    "draft_reply": {"CasesTable": ROW, **MODEL},
    "gate_reply": {"CasesTable": ROW},
    "take_action": {
        "CasesTable": ROW,
        "LedgerTable": ROW_AND_REMOVE,
        "ShopSecret": SECRET,
        "CarrierSecret": SECRET,
        "PaymentsSecret": SECRET,
    },
    "send_reply": {"CasesTable": ROW, "ClaimsTable": ROW, "ZendeskSecret": SECRET}
    | CONVERSATIONS
    | CONNECTIONS
    | SOCKETS,
    "verify_claim": {
        "ClaimsTable": ROW,
        "ShopSecret": SECRET,
        "UploadsBucket": "ListBucket",
        "UploadsBucket/claims/*": "GetObject",
        "*": "DetectLabels DetectText",
    },
    "record_outcome": {
        "CasesTable": ROW,
        "OutcomesTable": ROW,
        "execution:FirstContactSuite-Resolution:*": "GetExecutionHistory",
        "execution:FirstContactSuite-Claim:*": "GetExecutionHistory",
    },
}
OF_EVERY_FUNCTION = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}


def label(resource: str) -> str:
    if resource.startswith("arn:"):
        resource = resource.split(":", 5)[5]
    return resource.replace(".Arn", "").replace(".Id", "")


def role_of(folder: str) -> str:
    name = folder.title().replace("_", "")
    return f"{'States' if folder in STATES else 'Doors'}{name}Role"


STATES = set(MAY) - {
    "chat",
    "authorize_socket",
    "zendesk_webhook",
    "review_desk",
    "file_review",
    "ingest_knowledge",
    "open_claim",
    "report",
    "console",
}


def granted(statements: list[Statement], role: str) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for statement in statements:
        if statement.role != role or statement.actions[0].startswith("kms:"):
            continue
        for resource in statement.resources:
            actions = {action.split(":")[1] for action in statement.actions if action not in OF_EVERY_FUNCTION}
            found.setdefault(label(resource), set()).update(actions)
    return {resource: " ".join(sorted(actions)) for resource, actions in found.items() if actions}


@pytest.mark.parametrize("folder", sorted(MAY))
def test_a_function_may_do_what_the_table_says_and_nothing_else(assembly: Assembly, folder: str) -> None:
    costs = {"CostsTable": "PutItem"}
    assert granted(list(assembly.statements()), role_of(folder)) == costs | MAY[folder]


def test_the_table_knows_every_function(assembly: Assembly) -> None:
    assert set(assembly.variables()) == set(MAY)


def test_every_function_has_a_role_of_its_own(assembly: Assembly) -> None:
    roles = [assembly.words(f.properties["Role"]) for f in assembly.resources("AWS::Lambda::Function")]
    assert len(set(roles)) == len(roles)


def test_a_workflow_may_call_its_states_and_ask_people_and_nothing_else(assembly: Assembly) -> None:
    own = granted(list(assembly.statements()), "ClaimRole")
    assert own.pop("*").startswith("CreateLogDelivery")
    assert own == {
        "StatesVerifyClaim": "InvokeFunction",
        "StatesSendReply": "InvokeFunction",
        "StatesRecordOutcome": "InvokeFunction",
        "ReviewQueue": "SendMessage",
        "Unresolved": "SendMessage",
    }


def test_a_bulk_ingestion_may_list_call_and_run_itself_and_nothing_else(assembly: Assembly) -> None:
    own = granted(list(assembly.statements()), "BulkRole")
    assert own.pop("*").startswith("CreateLogDelivery")
    assert own == {
        "StatesIngestFiles": "InvokeFunction",
        "StatesCheckFiles": "InvokeFunction",
        "KnowledgeBucket": "ListBucket",
        "KnowledgeBucket/bulk/*": "AbortMultipartUpload GetObject ListMultipartUploadParts PutObject",
        "stateMachine:FirstContactSuite-Bulk": "StartExecution",
        "execution:FirstContactSuite-Bulk/*": "DescribeExecution StopExecution",
    }


def test_no_role_may_do_everything_of_a_kind(assembly: Assembly) -> None:
    wild = [(s.role, action) for s in assembly.statements() for action in s.actions if "*" in action]
    assert wild == []


def test_a_model_reached_by_a_profile_is_reached_by_that_profile_only(assembly: Assembly) -> None:
    wide = [s for s in assembly.statements() if any(r.endswith("foundation-model/*") for r in s.resources)]
    assert {s.role for s in wide} == {"DoorsChatRole", "StatesDraftReplyRole"}
    for statement in wide:
        (profile,) = statement.conditions["StringEquals"].values()
        assert assembly.words(profile).endswith(("inference-profile/DraftModelId", "inference-profile/StrongModelId"))
