"""``firstcontact shop publish`` and ``shop undo`` on a bucket in memory, behind which a suite reads each file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from firstcontact.adapters.aws.objects import SHOP_KEY
from firstcontact.cli import local_suite
from firstcontact.cli.knowledge import publish as knowledge_publish
from firstcontact.cli.main import main
from firstcontact.cli.shop import documents
from firstcontact.cli.shop.bucket import ShopBucket
from firstcontact.cli.shop.known import known
from firstcontact.cli.shop.store import store_version
from firstcontact.progress import Messages
from firstcontact.shop.folder import read
from firstcontact.shop.pages import page_key
from firstcontact.shop.scaffold import new

from tests.fakes.bucket import FakeBucket

Captured = pytest.CaptureFixture[str]
PUBLISHED = "documents/shop/"
TICKET = '{"id": "t1", "question": "q", "reply": "r", "closed_at": "2026-01-01T10:00:00Z"}\n'
Publish = Callable[..., int]


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> FakeBucket:
    played = FakeBucket()
    monkeypatch.setattr(local_suite, "resource", lambda *_: ("kb", played))
    monkeypatch.setattr(local_suite, "console", lambda named: None if named else "http://here/live")
    return played


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    new(tmp_path / "shop", "Acme", known())
    (tmp_path / "shop" / "tickets.jsonl").write_text(TICKET)
    return tmp_path / "shop"


@pytest.fixture
def edited(shop: Path) -> Path:
    """The shop with another article, another text and no tickets."""
    (shop / "articles" / "delivery.md").write_text("# Delivery\n\nWe deliver on Tuesdays.\n")
    (shop / "articles" / "returns.md").write_text("# Returns\n\nWithin 90 days.\n")
    (shop / "tickets.jsonl").unlink()
    return shop


def current(bucket: FakeBucket) -> dict[str, Any]:
    shop: dict[str, Any] = json.loads(bucket.versions[SHOP_KEY][-1])
    return shop


def contents(bucket: FakeBucket) -> dict[str, bytes]:
    """The documents that answers use."""
    return {key.removeprefix(PUBLISHED): bucket.versions[key][-1] for key in bucket.keys(PUBLISHED)}


def test_the_loader_and_the_command_publish_the_same_version(
    bucket: FakeBucket, shop: Path, tmp_path: Path, capsys: Captured
) -> None:
    loaded, given = FakeBucket(), read(shop, known())
    store = ShopBucket("kb", cast(Any, loaded))
    kept = documents.store(given, shop, store, "http://here/live")
    store.switch(store_version(given, shop, store, Messages(print), documents=kept, cache=tmp_path / "cache"))
    assert main(["shop", "publish", str(shop)]) == 0
    assert current(bucket) == current(loaded)
    assert contents(bucket).keys() == {"articles/returns.md", "tickets.jsonl"}


def test_undo_restores_articles_and_tickets_too_and_undo_again_takes_that_back(
    bucket: FakeBucket, shop: Path, request: pytest.FixtureRequest, capsys: Captured
) -> None:
    assert main(["shop", "publish", str(shop)]) == 0
    first, before = current(bucket), contents(bucket)
    assert main(["shop", "publish", str(request.getfixturevalue("edited"))]) == 0
    second, after = current(bucket), contents(bucket)
    assert after.keys() == {"articles/returns.md", "articles/delivery.md"}
    assert main(["shop", "undo"]) == 0
    assert (current(bucket), contents(bucket)) == (first, before)
    assert main(["shop", "undo"]) == 0
    assert (current(bucket), contents(bucket)) == (second, after)
    assert "unchanged" not in capsys.readouterr().err


def test_undo_goes_back_to_a_version_without_articles(
    bucket: FakeBucket, shop: Path, request: pytest.FixtureRequest
) -> None:
    (shop / "articles" / "returns.md").unlink()
    (shop / "tickets.jsonl").unlink()
    assert main(["shop", "publish", str(shop)]) == 0
    (shop / "tickets.jsonl").write_text(TICKET)
    assert main(["shop", "publish", str(request.getfixturevalue("edited"))]) == 0
    assert main(["shop", "undo"]) == 0
    assert contents(bucket) == {}


def test_what_is_published_without_articles_keeps_those_that_are_published(
    bucket: FakeBucket, shop: Path, capsys: Captured
) -> None:
    assert main(["shop", "publish", str(shop)]) == 0
    kept, sent = current(bucket)["artifacts"]["documents"], contents(bucket)
    (shop / "articles" / "returns.md").write_text("# Returns\n\nWithin 90 days.\n")
    assert main(["shop", "publish", str(shop), "--without-articles"]) == 0
    assert (current(bucket)["artifacts"]["documents"], contents(bucket)) == (kept, sent)


def test_a_version_that_kept_no_documents_leaves_them_and_says_so(
    bucket: FakeBucket, shop: Path, capsys: Captured
) -> None:
    assert main(["shop", "publish", str(shop), "--without-articles"]) == 0
    (shop / "articles" / "more.md").write_text("# More\n\nMore.\n")
    assert main(["shop", "publish", str(shop)]) == 0
    sent = contents(bucket)
    assert main(["shop", "undo"]) == 0
    assert contents(bucket) == sent
    assert "so they are unchanged" in capsys.readouterr().err


def test_half_a_publish_replaces_nothing(bucket: FakeBucket, shop: Path, edited: Path, capsys: Captured) -> None:
    assert main(["shop", "publish", str(shop)]) == 0
    first, before = current(bucket), contents(bucket)
    (shop / "articles" / "broken.md").write_text("# Broken\n\nBy its suite.\n")
    bucket.unread.add("broken")
    assert main(["shop", "publish", str(shop)]) == 2
    assert (current(bucket), contents(bucket)) == (first, before)
    said = capsys.readouterr().err
    assert "not all articles and tickets were published (the shop that was published before is unchanged)" in said


def test_half_an_undo_replaces_nothing(
    bucket: FakeBucket, shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert main(["shop", "publish", str(shop)]) == 0
    (shop / "articles" / "more.md").write_text("# More\n\nMore.\n")
    assert main(["shop", "publish", str(shop)]) == 0
    second, after = current(bucket), contents(bucket)
    bucket.versions[json.loads(bucket.versions[SHOP_KEY][0])["artifacts"]["documents"]].append(b"not an archive")
    assert main(["shop", "undo"]) == 2
    assert (current(bucket), contents(bucket)) == (second, after)
    assert "is not an archive of articles and tickets" in capsys.readouterr().err


def test_an_encoder_without_a_gate_of_its_own_is_not_published(
    bucket: FakeBucket, shop: Path, capsys: Captured
) -> None:
    (shop / "models").mkdir()
    (shop / "models" / "encoder_changes.npz").write_bytes(b"x")
    assert main(["shop", "publish", str(shop)]) == 2
    assert "add models/gate.json, fitted with it" in capsys.readouterr().err
    assert SHOP_KEY not in bucket.versions


def test_an_interrupted_publish_puts_the_documents_back(
    bucket: FakeBucket, shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert main(["shop", "publish", str(shop)]) == 0
    first, before = current(bucket), contents(bucket)
    (shop / "articles" / "more.md").write_text("# More\n\nMore.\n")
    waits = iter([KeyboardInterrupt()])

    def wait(*given: Any) -> Any:
        for interrupt in waits:
            raise interrupt
        return reports(*given)

    reports = knowledge_publish._reports
    monkeypatch.setattr(knowledge_publish, "_reports", wait)
    assert main(["shop", "publish", str(shop)]) == 2
    assert (current(bucket), contents(bucket)) == (first, before)
    assert "interrupted (the shop that was published before is unchanged)" in capsys.readouterr().err


def test_where_the_first_documents_fail_the_shop_is_not_switched(
    bucket: FakeBucket, shop: Path, capsys: Captured
) -> None:
    bucket.unread.add("returns")
    assert main(["shop", "publish", str(shop)]) == 2
    assert SHOP_KEY not in bucket.versions
    assert "are not complete: publish again" in capsys.readouterr().err


def test_on_a_laptop_articles_link_to_their_pages_and_undo_restores_both(
    bucket: FakeBucket, shop: Path, capsys: Captured
) -> None:
    article = "---\nid: a/b\ntitle: Returns\nurl: https://help.acme.example/r\n---\nWithin 30 days.\n"
    (shop / "articles" / "returns.md").write_text(article)
    assert main(["shop", "publish", str(shop)]) == 0
    line = json.loads(contents(bucket)["articles/returns.md.jsonl"])
    assert (line["id"], line["url"]) == ("a/b", "http://here/live/articles/a%2Fb")
    (shop / "articles" / "returns.md").write_text(article.replace("30", "90"))
    assert main(["shop", "publish", str(shop)]) == 0
    assert b"90 days" in bucket.versions[page_key("a/b")][-1]
    assert main(["shop", "undo"]) == 0
    assert b"30 days" in bucket.versions[page_key("a/b")][-1]
    assert b"30 days" in contents(bucket)["articles/returns.md.jsonl"]


def test_more_tickets_than_a_file_may_have_become_several_files(
    bucket: FakeBucket, shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(documents, "MAX_DOCUMENTS_PER_FILE", 2)
    (shop / "tickets.jsonl").write_text("".join(TICKET.replace("t1", f"t{place}") for place in range(5)))
    assert main(["shop", "publish", str(shop)]) == 0
    tickets = {name: content.count(b"\n") for name, content in contents(bucket).items() if "tickets" in name}
    assert tickets == {"tickets.jsonl": 2, "tickets-2.jsonl": 2, "tickets-4.jsonl": 1}


def test_in_an_account_articles_keep_their_addresses(bucket: FakeBucket, shop: Path, capsys: Captured) -> None:
    (shop / "articles" / "returns.md").write_text("---\ntitle: R\nurl: https://help.acme.example/r\n---\nYes.\n")
    assert main(["shop", "publish", str(shop), "--bucket", "kb"]) == 0
    assert contents(bucket).keys() == {"articles/returns.md", "tickets.jsonl"}
    assert bucket.keys("shop/articles") == []
