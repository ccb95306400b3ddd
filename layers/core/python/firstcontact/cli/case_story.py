"""What happened to one case, step by step, from the stores and the workflow's history."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from firstcontact.cases.case import Case
from firstcontact.cases.conversation import Message
from firstcontact.cases.due import EntryPoint, execution_name
from firstcontact.cases.ownership import owner_of
from firstcontact.review.records import Review

Line = dict[str, Any]


def story(case_id: str, tables: Mapping[str, str], workflow: str, dynamodb: Any, stepfunctions: Any) -> list[Line]:
    """A line for each thing that happened, in order of time; empty if there is no such case.

    ``tables`` has the names of the tables ``Cases``, ``Conversations`` and ``Reviews``.
    """
    item = dynamodb.get_item(TableName=tables["Cases"], Key={"pk": {"S": case_id}}, ConsistentRead=True).get("Item")
    if item is None:
        return []
    case = Case.model_validate_json(item["fact"]["S"])
    lines = [
        *_of_case(case),
        *_of_conversation(case, tables["Conversations"], dynamodb),
        *_of_review(case_id, tables["Reviews"], dynamodb),
        *_of_workflow(case, workflow, stepfunctions),
    ]
    return sorted(lines, key=lambda line: line["at"].timestamp())


def _line(at: datetime, what: str, **more: Any) -> Line:
    return {"at": at, "what": what, **{name: value for name, value in more.items() if value not in (None, "")}}


def _of_case(case: Case) -> Iterator[Line]:
    yield _line(case.created_at, "case opened", channel=case.channel, customer=case.customer_id)
    if case.closed_at:
        yield _line(case.closed_at, "case closed", status=case.status, reason=case.reason, by=case.reviewed_by)
        return
    state = {"status": case.status, "owner": owner_of(case), "attempt": case.attempt, "unsettled": case.unsettled}
    yield _line(datetime.now(case.created_at.tzinfo), "case open", **state, reason=case.reason)


def _of_conversation(case: Case, table: str, dynamodb: Any) -> Iterator[Line]:
    found = dynamodb.query(
        TableName=table,
        KeyConditionExpression="pk = :key",
        ExpressionAttributeValues={":key": {"S": case.conversation_id}},
        ConsistentRead=True,
    )
    for item in found["Items"]:
        if item["sk"]["S"] == case.conversation_id:
            continue
        message = Message.model_validate_json(item["fact"]["S"])
        if message.case_id == case.case_id:
            said = {"status": message.status, "characters": len(message.text)}
            yield _line(message.at, f"message of the {message.role}", **said)


def _of_review(case_id: str, table: str, dynamodb: Any) -> Iterator[Line]:
    item = dynamodb.get_item(TableName=table, Key={"pk": {"S": case_id}}, ConsistentRead=True).get("Item")
    if item is None:
        return
    review = Review.model_validate_json(item["fact"]["S"])
    yield _line(review.created_at, "review asked for", review=review.review_id, reason=review.reason)
    if review.decided_at and review.decision:
        yield _line(review.decided_at, f"review decided: {review.decision.decision}", by=review.claimed_by)
    if review.resumed_at:
        yield _line(review.resumed_at, "decision brought to the workflow")


def _of_workflow(case: Case, workflow: str, stepfunctions: Any) -> Iterator[Line]:
    executions = workflow.replace(":stateMachine:", ":execution:", 1)
    names = {execution_name(case.case_id, begin, n) for begin in EntryPoint for n in range(case.attempt + 1)}
    for name in sorted(names):
        pages = stepfunctions.get_paginator("get_execution_history").paginate(executionArn=f"{executions}:{name}")
        try:
            for event in (event for page in pages for event in page["events"]):
                entered = event.get("stateEnteredEventDetails", {}).get("name")
                if entered or event["type"].startswith("Execution"):
                    yield _line(event["timestamp"], entered or event["type"], execution=name)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionDoesNotExist":
                raise
