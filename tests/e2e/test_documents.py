"""Documents that change in the bucket while the suite runs."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.runner.clients import client
from tests.e2e.suite import Suite, eventually, run_command

pytestmark = [pytest.mark.suite, pytest.mark.xdist_group("suite")]  # one suite, so one worker
KEY = "documents/delivery-to-iceland.md"
QUESTION = "How much does standard delivery to Iceland cost?"
ARTICLE = "# Delivery to Iceland\n\nStandard delivery to Iceland takes 9 to 12 working days and costs 19.90 EUR."
WITHIN = 60.0


@pytest.mark.parametrize("end", ["deleted", "for agents alone"])
def test_an_article_answers_within_a_minute_of_its_arrival_and_until_it_may_not(suite: Suite, end: str) -> None:
    bucket, s3 = suite.outputs["KnowledgeBucket"], client("s3", suite.endpoint)
    object_ = {"Bucket": bucket, "Key": KEY}

    def answered_from_it() -> dict[str, Any] | None:
        reply = suite.ask(QUESTION)
        sources = {source["document_id"] for source in reply.get("sources", [])}
        return reply if "delivery-to-iceland" in sources else None

    assert answered_from_it() is None
    s3.put_object(**object_, Body=ARTICLE.encode())
    try:
        reply = eventually(answered_from_it, "the article answers", WITHIN)
        assert "19.90 EUR" in reply["reply"]
        report = json.loads(s3.get_object(Bucket=bucket, Key=f"reports/{KEY}.json")["Body"].read())
        assert (report["file"], report["found"]) == (KEY, [])
        if end == "for agents alone":
            s3.put_object(**object_, Body=ARTICLE.encode(), Metadata={"audience": "agents"})
            eventually(lambda: answered_from_it() is None, "customers are not told", WITHIN)
    finally:
        s3.delete_object(**object_)
    eventually(lambda: answered_from_it() is None, "the article is gone", WITHIN)
    assert suite.ask("How long does standard delivery to Germany take?")["status"] == "answered"


def test_a_published_folder_is_read_and_what_could_not_be_is_told(suite: Suite, folder: Path) -> None:
    articles = folder / "articles"
    articles.mkdir()
    (articles / "broken.pdf").write_bytes(b"%PDF broken")
    (articles / "empty.md").write_text("")
    (articles / "colours.md").write_text("# Colours\n\nOur lamps come in seven colours.")
    done = run_command(folder, "knowledge", "publish", str(articles))
    assert done.returncode == 1, done.stderr
    *told, last = map(json.loads, done.stdout.splitlines())
    assert {line["file"] for line in told} == {"documents/broken.pdf", "documents/empty.md"}
    assert (last["files"], last["documents"], last["faults"]) == (3, 1, 2)
    bucket, s3 = suite.outputs["KnowledgeBucket"], client("s3", suite.endpoint)
    for name in ("broken.pdf", "empty.md", "colours.md"):
        s3.delete_object(Bucket=bucket, Key=f"documents/{name}")


def test_what_a_folder_no_longer_holds_is_deleted_where_it_is_asked_for(suite: Suite, folder: Path) -> None:
    lamps = folder / "shop" / "lamps"
    lamps.mkdir(parents=True)
    for name in ("red", "green"):
        (lamps / f"{name}.md").write_text(f"# A {name} lamp\n\nIt is {name}.")
    assert run_command(folder, "knowledge", "publish", "shop").returncode == 0
    (lamps / "red.md").unlink()
    done = run_command(folder, "knowledge", "publish", "shop", "--delete")
    assert done.returncode == 0, done.stderr
    told, last = map(json.loads, done.stdout.splitlines())
    assert (told["file"], last["files"], last["deleted"]) == ("documents/lamps/red.md", 1, 1)
    bucket, s3 = suite.outputs["KnowledgeBucket"], client("s3", suite.endpoint)
    listed = s3.list_objects_v2(Bucket=bucket, Prefix="documents/lamps/")["Contents"]
    assert [one["Key"] for one in listed] == ["documents/lamps/green.md"]
    s3.delete_object(Bucket=bucket, Key="documents/lamps/green.md")
