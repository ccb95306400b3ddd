"""Who may do what: each function what the grants of its row mean, and nothing else."""

from collections.abc import Callable
from inspect import isfunction

import pytest

from infra import grants
from infra.app import ROOT
from infra.functions import EVERY_FUNCTION, FUNCTIONS, Function
from infra.logical_id import logical_id
from tests.infra.table import holders, role_of
from tests.infra.template import Assembly, Statement

READ_QUEUE = "ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage"
STREAM = "InvokeModelWithResponseStream"
INDEXES = {
    "cases": "by_look",
    "conversations": "by_customer",
    "reviews": "by_state",
    "connections": "by_conversation",
    "intake": "by_arrival",
}
EXPIRING = {"ledger", "connections", "intake", "breakers"}


def rows(table: str, actions: str) -> dict[str, str]:
    name = f"{table.title()}Table"
    return {name: actions} | ({f"{name}/index/{INDEXES[table]}": actions} if table in INDEXES else {})


def nothing(_: str) -> dict[str, str]:
    return {}


# What each kind of grant means: what may be done to which resource, by what it is granted for.
MEANS: dict[str, Callable[[str], dict[str, str]]] = {
    "read_rows": lambda table: rows(table, "GetItem Query"),
    "read_write_rows": lambda table: rows(
        table, "DeleteItem GetItem PutItem Query" if table in EXPIRING else "GetItem PutItem Query"
    ),
    "change_rows": lambda table: rows(table, "UpdateItem"),
    "write_rows": lambda table: rows(table, "PutItem"),
    "scan_rows": lambda table: rows(table, "Scan"),
    "read_knowledge": lambda _: {"KnowledgeBucket": "ListBucket", "KnowledgeBucket/*": "GetObject"},
    "put_knowledge": lambda prefix: {f"KnowledgeBucket/{prefix}*": "PutObject"},
    "read_uploads": lambda prefix: {"UploadsBucket": "ListBucket", f"UploadsBucket/{prefix}*": "GetObject"},
    "read_shop": lambda _: {"KnowledgeBucket": "ListBucket", "KnowledgeBucket/shop/*": "GetObject"},
    "sign_uploads": lambda prefix: {f"UploadsBucket/{prefix}*": "PutObject"},
    "keep_intake": lambda _: {
        **rows("intake", "DeleteItem GetItem PutItem Query"),
        "UploadsBucket": "ListBucket",
        "UploadsBucket/intake/*": "GetObject PutObject",
    },
    "reach": lambda kind: {
        f"{logical_id(kind)}Secret": "GetSecretValue",
        "BreakersTable": "DeleteItem GetItem PutItem Query",
    },
    "read_switch": lambda _: {"parameterSwitchParameter": "GetParameter"},
    "accept_tokens": nothing,
    "drain_reviews": lambda _: {"ReviewQueue": READ_QUEUE},
    "stream_drafts": lambda _: {
        "inference-profile/DraftModelId": STREAM,
        "foundation-model/DraftModelId": STREAM,
        "inference-profile/StrongModelId": STREAM,
        "foundation-model/StrongModelId": STREAM,
        "foundation-model/*": STREAM,
    },
    "start": lambda workflow: {f"{workflow.title()}Machine": "StartExecution"},
    "resume": lambda workflow: {f"{workflow.title()}Machine": "SendTaskFailure SendTaskSuccess"},
    "watch": lambda workflow: {f"execution:FirstContactSuite-{workflow.title()}:*": "DescribeExecution"},
    "read_history": lambda workflow: {
        f"execution:FirstContactSuite-{workflow.title()}:*": "GetExecutionHistory",
    },
    "send_to_sockets": lambda _: {"SocketsApi/live/POST/@connections/*": "ManageConnections"},
    "show_socket_address": nothing,
    "show_uploads_address": nothing,
    "analyze_photos": lambda _: {"*": "DetectLabels DetectText"},
    "search_index": nothing,  # what they mean where there is an OpenSearch: test_search.py
    "write_index": nothing,
}
# Permissions that come with an event source and not with a grant.
FED_BY_EVENTS = {
    "ingest_knowledge": {"DocumentArrivalQueue": READ_QUEUE},
    "publish_due": {
        "CasesTable.StreamArn": "DescribeStream GetRecords GetShardIterator",
        "*": "ListStreams",
        "CaseOutboxDeadLetters": "GetQueueAttributes GetQueueUrl SendMessage",
    },
}
OF_EVERY_FUNCTION = {"logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTelemetryRecords", "xray:PutTraceSegments"}


def label(resource: str) -> str:
    if resource.startswith("arn:"):
        resource = resource.split(":", 5)[5]
    return resource.replace(".Arn", "").replace(".Id", "")


def granted(statements: list[Statement], role: str) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for statement in statements:
        if statement.role != role or statement.actions[0].startswith("kms:"):
            continue
        for resource in statement.resources:
            actions = {action.split(":")[1] for action in statement.actions if action not in OF_EVERY_FUNCTION}
            found.setdefault(label(resource), set()).update(actions)
    return {resource: " ".join(sorted(actions)) for resource, actions in found.items() if actions}


def meaning(row: Function) -> dict[str, str]:
    """What a row of the table allows, all its grants together."""
    allowed: dict[str, set[str]] = {}
    named = (grant.name.partition(" ") for grant in EVERY_FUNCTION + row.grants)
    for one in (*(MEANS[kind](of) for kind, _, of in named), FED_BY_EVENTS.get(row.folder, {})):
        for resource, actions in one.items():
            allowed.setdefault(resource, set()).update(actions.split())
    return {resource: " ".join(sorted(actions)) for resource, actions in allowed.items()}


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.folder)
def test_a_function_may_do_what_its_grants_mean_and_nothing_else(assembly: Assembly, row: Function) -> None:
    assert granted(list(assembly.statements()), role_of(row.folder)) == meaning(row)


def test_every_kind_of_grant_has_a_meaning() -> None:
    kinds = {name for name, of in vars(grants).items() if isfunction(of) and of.__module__ == grants.__name__}
    assert {kind for kind in kinds if not kind.startswith("_")} == set(MEANS)


def test_every_folder_with_a_handler_has_one_row(assembly: Assembly) -> None:
    folders = sorted(path.parent.name for path in ROOT.glob("functions/*/handler.py"))
    assert sorted(row.folder for row in FUNCTIONS) == folders == sorted(assembly.variables())


def test_every_function_has_a_role_of_its_own(assembly: Assembly) -> None:
    roles = [assembly.words(f.properties["Role"]) for f in assembly.resources("AWS::Lambda::Function")]
    assert len(set(roles)) == len(roles)


def test_a_workflow_may_call_its_steps_and_ask_people_and_nothing_else(assembly: Assembly) -> None:
    own = granted(list(assembly.statements()), "ClaimRole")
    assert own.pop("*").startswith("CreateLogDelivery")
    assert own == {
        "FunctionsVerifyClaim": "InvokeFunction",
        "FunctionsSendReply": "InvokeFunction",
        "FunctionsRecordOutcome": "InvokeFunction",
        "ReviewQueue": "SendMessage",
        "Unresolved": "SendMessage",
    }


def test_a_bulk_ingestion_may_list_call_and_run_itself_and_nothing_else(assembly: Assembly) -> None:
    own = granted(list(assembly.statements()), "BulkRole")
    assert own.pop("*").startswith("CreateLogDelivery")
    assert own == {
        "FunctionsIngestFiles": "InvokeFunction",
        "FunctionsCheckFiles": "InvokeFunction",
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
    assert {s.role for s in wide} == set(map(role_of, holders("stream_drafts")))
    for statement in wide:
        (profile,) = statement.conditions["StringEquals"].values()
        assert assembly.words(profile).endswith(("inference-profile/DraftModelId", "inference-profile/StrongModelId"))
