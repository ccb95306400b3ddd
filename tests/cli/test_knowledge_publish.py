"""``firstcontact knowledge publish`` to a bucket behind which a suite reads each file at once."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from firstcontact.cli import local_suite
from firstcontact.cli.main import main
from firstcontact.knowledge.files import FileReport, FileVersion

Captured = pytest.CaptureFixture[str]


class PlayedBucket:
    """As much of S3 as publishing uses. A file's version is its size."""

    exceptions = SimpleNamespace(NoSuchKey=KeyError)

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.reports: dict[str, bytes] = {}
        self.labels: dict[str, dict[str, str]] = {}

    def hold(self, *keys: str) -> None:
        self.kept |= dict.fromkeys(keys, b"Held before.")

    def put_object(self, **given: Any) -> dict[str, str]:
        content = given["Body"].read()
        self.kept[given["Key"]] = content
        self.labels[given["Key"]] = given["Metadata"]
        self._report(given["Key"], FileVersion(str(len(content)), given["Metadata"]).version)
        return {"ETag": f'"{len(content)}"'}

    def head_object(self, **given: Any) -> dict[str, Any]:
        if given["Key"] not in self.labels:
            raise ClientError({"Error": {"Code": "404"}}, "HeadObject")
        return {"Metadata": self.labels[given["Key"]]}

    def delete_object(self, **given: Any) -> None:
        del self.kept[given["Key"]]
        self._report(given["Key"], "")

    def get_object(self, **given: Any) -> dict[str, Any]:
        content = self.reports[given["Key"]]
        return {"Body": SimpleNamespace(read=lambda: content)}

    def get_paginator(self, operation: str) -> "PlayedBucket":
        assert operation == "list_objects_v2"
        return self

    def paginate(self, **given: Any) -> Iterator[dict[str, Any]]:
        keys = sorted(key for key in self.kept if key.startswith(given["Prefix"]))
        yield {"Contents": [{"Key": key} for key in keys[:2]]}
        yield {"Contents": [{"Key": key} for key in keys[2:]]} if keys[2:] else {}

    def _report(self, key: str, version: str) -> None:
        self.reports[f"reports/{key}.json"] = FileReport(file=key, version=version).model_dump_json().encode()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> PlayedBucket:
    played = PlayedBucket()
    monkeypatch.setattr(local_suite, "resource", lambda *_: ("kb", played))
    return played


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "help").mkdir(parents=True)
    (folder / "hours.txt").write_text("We are open on Saturdays.")
    (folder / "help" / "refunds.md").write_text("Refunds are paid within 5 working days.")
    return folder


def publish(*arguments: object) -> int:
    return main(["knowledge", "publish", *map(str, arguments)])


def test_a_folder_is_published_by_the_names_in_it(bucket: PlayedBucket, articles: Path, capsys: Captured) -> None:
    bucket.hold("documents/old.md")
    assert publish(articles) == 0
    assert set(bucket.kept) == {"documents/old.md", "documents/hours.txt", "documents/help/refunds.md"}
    (last,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert last == {"bucket": "kb", "files": 2, "documents": 0, "deleted": 0, "faults": 0}


def test_files_are_for_whom_they_were_published_until_that_is_said_anew(
    bucket: PlayedBucket, articles: Path, capsys: Captured
) -> None:
    assert publish(articles, "--audience", "agents") == 0
    assert bucket.labels == {key: {"audience": "agents"} for key in bucket.kept}
    assert publish(articles) == 0
    assert bucket.labels == {key: {"audience": "agents"} for key in bucket.kept}
    assert publish(articles, "--audience", "public") == 0
    assert bucket.labels == {key: {"audience": "public"} for key in bucket.kept}


def test_two_files_of_one_key_are_refused_and_nothing_is_sent(
    bucket: PlayedBucket, articles: Path, capsys: Captured
) -> None:
    other = articles.parent / "other"
    other.mkdir()
    (other / "hours.txt").write_text("We are closed.")
    assert publish(articles, other) == 2
    told = capsys.readouterr().err
    assert all(str(folder / "hours.txt") in told for folder in (articles, other))
    assert told.count("\n") == 1
    assert bucket.kept == {}


def test_a_file_that_is_named_twice_is_sent_once(bucket: PlayedBucket, articles: Path, capsys: Captured) -> None:
    assert publish(articles, articles / "hours.txt") == 0
    assert json.loads(capsys.readouterr().out)["files"] == 2


def test_a_profile_that_is_not_there_is_one_line(
    articles: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    assert publish(articles, "--bucket", "kb") == 2
    told = capsys.readouterr().err
    assert "could not be reached: The config profile (nobody) could not be found" in told
    assert told.count("\n") == 1


def test_a_file_that_cannot_be_read_is_one_line(
    bucket: PlayedBucket, articles: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    assert publish(articles) == 2
    told = capsys.readouterr().err.splitlines()
    assert told == [f"firstcontact: cannot read {articles / 'help' / 'refunds.md'}: Permission denied"]


def test_what_a_folder_holds_no_longer_is_deleted_where_that_is_asked_for(
    bucket: PlayedBucket, articles: Path, capsys: Captured
) -> None:
    gone = {"documents/old.md", "documents/help/old/older.md"}
    bucket.hold(*gone, "documents/hours.txt")
    assert publish(articles, "--delete") == 0
    assert set(bucket.kept) == {"documents/hours.txt", "documents/help/refunds.md"}
    *told, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert {line["file"] for line in told} == gone
    assert all("deleted" in line["note"] for line in told)
    assert (last["files"], last["deleted"], last["faults"]) == (2, 2, 0)


def test_nothing_is_deleted_that_no_publishing_of_these_folders_put_there(
    bucket: PlayedBucket, articles: Path, capsys: Captured
) -> None:
    others = {"documents/tickets/2026-10.jsonl", "documents/help/photo.png", "index/knowledge.tar"}
    bucket.hold(*others)
    assert publish(articles, "--delete") == 0
    assert others < set(bucket.kept)
    assert "unchanged: documents/tickets/, because these folders contain nothing for it" in capsys.readouterr().err


def test_beside_a_single_file_nothing_is_deleted(bucket: PlayedBucket, articles: Path, capsys: Captured) -> None:
    bucket.hold("documents/old.md")
    assert publish(articles / "hours.txt", "--delete") == 2
    assert "hours.txt is not a folder" in capsys.readouterr().err
    assert set(bucket.kept) == {"documents/old.md"}
