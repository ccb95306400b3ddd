"""``knowledge publish``: uploads files and folders to a suite's bucket, and reports the result for each file."""

import argparse
import json
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from firstcontact.cli import local_suite
from firstcontact.cli.errors import CannotRun
from firstcontact.cli.knowledge.ingest import add_audience, files_of, opened
from firstcontact.cli.progress_bar import progress
from firstcontact.knowledge import readers
from firstcontact.knowledge.files import DOCUMENTS, REPORTS, FileReport, FileVersion, Labels
from firstcontact.knowledge.ingestion import File
from firstcontact.progress import Progress

PATIENCE = 300.0  # seconds to wait for a suite to read the files
POLL = 1.0


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``knowledge publish``."""
    parser.description = (
        "Upload files or folders to a suite's knowledge, and wait until it has read them; answers use them within a "
        "minute. Without --audience a file keeps the audience it was published for before. Each line of the report "
        "is a document that could not be read, or a note; the last line is a summary. Exit code 1 if anything "
        "could not be read."
    )
    parser.add_argument("paths", nargs="+", metavar="PATH")
    add_audience(parser)
    parser.add_argument("--bucket", help="the knowledge bucket, if not the local suite's")
    parser.add_argument(
        "--delete",
        action="store_true",
        help="also delete the suite's files that these folders do not contain, "
        f"from {DOCUMENTS} itself and from each folder in it that this command publishes to",
    )


def run(options: argparse.Namespace) -> int:
    """Publish the files; returns 1 if anything could not be read, or was not read in time."""
    files = by_key(file for path in options.paths for file in files_of(path))
    if options.delete:
        _must_be_folders(options.paths)
    with _reaching("the knowledge bucket"):
        bucket, client = local_suite.resource(options.bucket, "KnowledgeBucket", "s3")
    folders = set(map(_folder_of, files)) if options.delete else set[str]()
    return send(bucket, client, files, audience=options.audience, folders=folders)


def send(
    bucket: str, client: Any, files: Mapping[str, File], *, folders: Collection[str], audience: str | None = None
) -> int:
    """Publish files by their keys and delete what else is in these folders; 1 if anything was not read, else 0."""
    tell, versions = progress(), dict[str, str]()
    with _reaching(bucket):
        for key, file in tell.track(files.items(), "files sent", len(files)):
            labels = {"audience": audience} if audience else _labels(client, bucket, key)
            with opened(file) as content:
                put = client.put_object(Bucket=bucket, Key=key, Body=content, Metadata=labels)
                versions[key] = FileVersion(put["ETag"].strip('"'), labels).version
        gone = _gone(client, bucket, files, folders, tell) if folders else []
        for key in tell.track(gone, "files deleted", len(gone)):
            client.delete_object(Bucket=bucket, Key=key)
            versions[key] = ""
        read = list(tell.track(_reports(client, bucket, versions), "files read", len(versions)))
    late = versions.keys() - {report.file for report in read}
    found = [{**line, "file": report.file} for report in read for line in report.found]
    found += [{"file": key, "note": "it was deleted, because it is no longer in its folder"} for key in gone]
    found += [{"file": key, "error": "it was not read in time"} for key in sorted(late)]
    for line in found:
        print(json.dumps(line, ensure_ascii=False))
    faults = sum("error" in line for line in found)
    held = sum(report.read.documents for report in read)
    summary = {"bucket": bucket, "files": len(files), "documents": held, "deleted": len(gone), "faults": faults}
    print(json.dumps(summary))
    return 1 if faults else 0


def _labels(client: Any, bucket: str, key: str) -> dict[str, str]:
    """The labels (audience) that the suite has for this key, so that publishing again opens it to nobody else."""
    from botocore.exceptions import ClientError

    from firstcontact.adapters.aws.clients import code
    from firstcontact.adapters.aws.objects import MISSING

    try:
        there = client.head_object(Bucket=bucket, Key=key)["Metadata"]
    except ClientError as error:
        if code(error) not in MISSING:
            raise
        return {}
    return {name: there[name] for name in Labels.model_fields if name in there}


def by_key(files: Iterable[File]) -> dict[str, File]:
    """Files by their keys in the bucket; ``CannotRun`` if two would get the same key."""
    found: dict[str, File] = {}
    for file in files:
        other = found.setdefault(key := f"{DOCUMENTS}{file.name}", file)
        if other.source != file.source:
            raise CannotRun(f"{other.source} and {file.source} would both be {key} (rename one of them)")
    return found


def _must_be_folders(paths: Iterable[str]) -> None:
    for path in paths:
        if not Path(path).is_dir():
            raise CannotRun(f"{path} is not a folder, so deleted files cannot be determined (leave out --delete)")


def _gone(client: Any, bucket: str, keys: Collection[str], folders: Collection[str], tell: Progress) -> list[str]:
    """The suite's readable files in these folders that are not among the keys."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=DOCUMENTS)
    others = {listed["Key"] for page in pages for listed in page.get("Contents", ())}.difference(keys)
    readable = sorted(filter(readers.readable, others))
    for folder in sorted({_folder_of(key) for key in readable} - set(folders)):
        tell.say(f"unchanged: {folder}, because these folders contain nothing for it")
    return [key for key in readable if _folder_of(key) in folders]


def _folder_of(key: str) -> str:
    """The folder of a key: the documents folder itself, or the first folder below it."""
    first, *below = key.removeprefix(DOCUMENTS).split("/")
    return f"{DOCUMENTS}{first}/" if below else DOCUMENTS


def _reports(client: Any, bucket: str, versions: dict[str, str]) -> Iterator[FileReport]:
    """Yield each file's report once it is about the version that was sent, for at most ``PATIENCE`` seconds."""
    waiting = dict(versions)
    until = time.monotonic() + PATIENCE
    while waiting and time.monotonic() < until:
        for key in list(waiting):
            try:
                body = client.get_object(Bucket=bucket, Key=f"{REPORTS}{key}.json")["Body"].read()
            except client.exceptions.NoSuchKey:
                continue
            report = FileReport.model_validate_json(body)
            if report.version == waiting[key]:
                del waiting[key]
                yield report
        time.sleep(POLL if waiting else 0)


@contextmanager
def _reaching(bucket: str) -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise CannotRun(f"{bucket} could not be reached: {error}") from error
