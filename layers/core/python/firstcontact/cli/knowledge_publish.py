"""``knowledge publish``: files and folders to a suite's bucket, and what became of each."""

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from firstcontact.cli import suite
from firstcontact.cli.bars import progress
from firstcontact.cli.failure import CannotRun
from firstcontact.cli.knowledge_ingest import files_of
from firstcontact.following import FOLDER, REPORTS

if TYPE_CHECKING:
    from firstcontact.model.arrival import FileReport

PATIENCE = 300.0  # seconds in which a suite reads what it was given
POLL = 1.0


def add(parser: argparse.ArgumentParser) -> None:
    """The options of ``knowledge publish``."""
    parser.description = (
        "Put files or folders where a suite reads its knowledge, and wait until it has read them: answers follow "
        "within a minute. Each line of the report is something that could not be read, or is worth knowing; the last "
        "line sums up. Exit code 1 if anything could not be read."
    )
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--bucket", help="the knowledge bucket, if not the local suite's")


def run(options: argparse.Namespace) -> int:
    """Publish them; 1 where something could not be read, or was not read in time."""
    bucket, client = suite.resource(options.bucket, "KnowledgeBucket", "s3")
    files = [file for path in options.paths for file in files_of(path)]
    tell, versions = progress(), dict[str, str]()
    with _reaching(bucket):
        for file in tell.track(files, "files sent", len(files)):
            with file.open() as content:
                sent = client.put_object(Bucket=bucket, Key=f"{FOLDER}{file.name}", Body=content)
            versions[f"{FOLDER}{file.name}"] = sent["ETag"].strip('"')
        read = list(tell.track(_reports(client, bucket, versions), "files read", len(versions)))
    late = versions.keys() - {report.file for report in read}
    found = [{**line, "file": report.file} for report in read for line in report.found]
    found += [{"file": key, "error": "it was not read in time"} for key in sorted(late)]
    for line in found:
        print(json.dumps(line, ensure_ascii=False))
    faults = sum("error" in line for line in found)
    documents = sum(report.read.documents for report in read)
    print(json.dumps({"bucket": bucket, "files": len(files), "documents": documents, "faults": faults}))
    return 1 if faults else 0


def _reports(client: Any, bucket: str, versions: dict[str, str]) -> Iterator["FileReport"]:
    """Each file's report, once it is of the version that was sent."""
    from firstcontact.model.arrival import FileReport

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
