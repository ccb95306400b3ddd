"""Documents that change in the bucket while the suite runs."""

import json
from typing import Any

import pytest
from firstcontact.adapters.aws.published import FRESH

from infra.local.runner.clients import client
from tests.e2e.suite import Suite, eventually

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker
KEY = "documents/delivery-to-iceland.md"
QUESTION = "How much does standard delivery to Iceland cost?"
ARTICLE = "# Delivery to Iceland\n\nStandard delivery to Iceland takes 9 to 12 working days and costs 19.90 EUR."
WITHIN = 60.0 + FRESH  # an index within a minute, and running functions look for it every half


def test_an_article_answers_within_a_minute_of_its_arrival_and_is_gone_with_its_file(suite: Suite) -> None:
    bucket, s3 = suite.outputs["KnowledgeBucket"], client("s3", suite.endpoint)

    def answered_from_it() -> dict[str, Any] | None:
        reply = suite.ask(QUESTION)
        sources = {source["document_id"] for source in reply.get("sources", [])}
        return reply if "delivery-to-iceland" in sources else None

    assert answered_from_it() is None
    s3.put_object(Bucket=bucket, Key=KEY, Body=ARTICLE.encode())
    try:
        reply = eventually(answered_from_it, "the article answers", WITHIN)
        assert "19.90 EUR" in reply["reply"]
        report = json.loads(s3.get_object(Bucket=bucket, Key=f"reports/{KEY}.json")["Body"].read())
        assert (report["file"], report["found"]) == (KEY, [])
    finally:
        s3.delete_object(Bucket=bucket, Key=KEY)
    eventually(lambda: answered_from_it() is None, "the article is gone", WITHIN)
    assert suite.ask("How long does standard delivery to Germany take?")["status"] == "answered"


def test_a_file_that_cannot_be_read_says_why_in_its_report(suite: Suite) -> None:
    bucket, s3 = suite.outputs["KnowledgeBucket"], client("s3", suite.endpoint)
    s3.put_object(Bucket=bucket, Key="documents/broken.pdf", Body=b"%PDF broken")

    def reported() -> Any:
        try:
            return json.loads(s3.get_object(Bucket=bucket, Key="reports/documents/broken.pdf.json")["Body"].read())
        except s3.exceptions.NoSuchKey:
            return None

    (found,) = eventually(reported, "the report", WITHIN)["found"]
    assert "no PDF that can be read" in found["error"]
