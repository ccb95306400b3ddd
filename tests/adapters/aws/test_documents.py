"""Documents' files and the published index in S3: read, reported on, and replaced only by whoever saw the latest."""

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.documents import S3Documents
from firstcontact.adapters.aws.objects import INDEX_KEY, fetch
from firstcontact.adapters.aws.published_knowledge import PublishedKnowledge
from firstcontact.adapters.search.embedded import EmbeddedIndex
from firstcontact.errors import Conflict, NotFound, Unavailable
from firstcontact.knowledge.files import FileReport
from firstcontact.knowledge.records import Document
from firstcontact.telemetry import Meter

from tests.adapters.aws.wire import Wire, failed
from tests.fakes.models import HashingEncoder

ENCODER = HashingEncoder()
KEY = "documents/a.md"


@pytest.fixture
def knowledge(bucket: str, meter: Meter, tmp_path: Path) -> PublishedKnowledge:
    return PublishedKnowledge(bucket, tmp_path, ENCODER, meter)


def put(knowledge: PublishedKnowledge, *names: str, meanwhile: Callable[[], object] = int) -> None:
    with knowledge.writing() as writer:
        writer.put(Document(id=name, text=f"About {name}.") for name in names)
        meanwhile()


def held(bucket: str, folder: Path, meter: Meter) -> set[str]:
    index = EmbeddedIndex(fetch(bucket, INDEX_KEY, folder, meter), ENCODER.name)
    return {one.document_id for one in index.search(["about"], ENCODER.encode(["about"]), k=50)}


def test_a_file_is_read_as_it_was_looked_at(bucket: str, meter: Meter) -> None:
    documents = S3Documents(bucket, meter)
    client("s3").put_object(Bucket=bucket, Key=KEY, Body=b"one\ntwo\n")
    first = documents.look(KEY)
    with documents.open(KEY, first.etag) as file:
        assert [file.readline(), file.read()] == [b"one\n", b"two\n"]
    client("s3").put_object(Bucket=bucket, Key=KEY, Body=b"three")
    assert documents.look(KEY).version not in ("", first.version)
    with pytest.raises(NotFound), documents.open(KEY, first.etag):
        pass


def test_a_file_that_is_not_there_has_no_version_and_is_not_found(bucket: str, meter: Meter) -> None:
    documents = S3Documents(bucket, meter)
    assert documents.look(KEY).version == ""
    with pytest.raises(NotFound), documents.open(KEY, "0"):
        pass


def test_what_was_said_of_a_file_when_it_was_put_belongs_to_its_version(bucket: str, meter: Meter) -> None:
    documents, versions = S3Documents(bucket, meter), set()
    for labels in ({}, {"audience": "agents"}, {"audience": "agents", "author": "Mara"}, {"audience": "public"}):
        client("s3").put_object(Bucket=bucket, Key=KEY, Body=b"The same.", Metadata=labels)
        assert documents.look(KEY).labels == labels
        versions.add(documents.look(KEY).version)
    assert len(versions) == 3  # the author of a file is nothing to us


def test_a_disk_that_is_full_is_not_the_files_fault(
    bucket: str, meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client("s3").put_object(Bucket=bucket, Key=KEY, Body=b"one")
    documents = S3Documents(bucket, meter)
    monkeypatch.setattr("shutil.copyfileobj", full)
    with pytest.raises(Unavailable, match="No space left"), documents.open(KEY, documents.look(KEY).etag):
        pass


def test_a_report_lies_beside_the_files_and_replaces_the_one_before(bucket: str, meter: Meter) -> None:
    documents = S3Documents(bucket, meter)
    for error in ("broken", "empty"):
        documents.report(FileReport(file=KEY, version="1", found=({"error": error},)))
    documents.report(FileReport(file="documents/b.md", version="1"))
    kept = client("s3").get_object(Bucket=bucket, Key="reports/documents/a.md.json")["Body"].read()
    assert json.loads(kept)["found"] == [{"error": "empty"}]
    assert [report.file for report in documents.reports("documents/")] == [KEY, "documents/b.md"]
    assert list(documents.reports("documents/z")) == []


def test_what_is_written_is_published_and_the_next_writes_on_it(
    knowledge: PublishedKnowledge, bucket: str, meter: Meter, tmp_path: Path
) -> None:
    put(knowledge, "a", "b")
    assert held(bucket, tmp_path, meter) == {"a", "b"}
    with knowledge.writing() as writer:
        writer.remove(["a"])
    put(knowledge, "c")
    assert held(bucket, tmp_path, meter) == {"b", "c"}


def test_nothing_written_is_nothing_published(knowledge: PublishedKnowledge, bucket: str, meter: Meter) -> None:
    put(knowledge, "a")
    documents = S3Documents(bucket, meter)
    before = documents.look(INDEX_KEY)
    put(knowledge, "a")
    with knowledge.writing():
        pass
    assert documents.look(INDEX_KEY) == before


def test_whoever_was_overtaken_replaces_nothing(
    knowledge: PublishedKnowledge, bucket: str, meter: Meter, tmp_path: Path
) -> None:
    put(knowledge, "a")
    (tmp_path / "other").mkdir()
    other = PublishedKnowledge(bucket, tmp_path / "other", ENCODER, meter)
    with pytest.raises(Conflict):
        put(knowledge, "mine", meanwhile=lambda: put(other, "theirs"))
    assert held(bucket, tmp_path, meter) == {"a", "theirs"}


def test_of_two_first_indexes_one_is_published(bucket: str, meter: Meter, tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    first, second = (PublishedKnowledge(bucket, folder, ENCODER, meter) for folder in folders)
    with pytest.raises(Conflict):
        put(first, "mine", meanwhile=lambda: put(second, "theirs"))
    assert held(bucket, tmp_path, meter) == {"theirs"}


def test_a_rule_that_fails_publishes_nothing_and_leaves_no_files(
    knowledge: PublishedKnowledge, bucket: str, tmp_path: Path
) -> None:
    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        put(knowledge, "a", meanwhile=fail)
    assert client("s3").list_objects_v2(Bucket=bucket).get("KeyCount", 0) == 0
    assert list(tmp_path.iterdir()) == []


def test_storage_that_fails_is_unavailable(wire: Wire, meter: Meter) -> None:
    wire.answers_with(failed("AccessDenied", status=403))
    documents = S3Documents("documents", meter)
    with pytest.raises(Unavailable):
        documents.look(KEY)
    with pytest.raises(Unavailable):
        documents.report(FileReport(file=KEY, version="1"))
