"""The function of the emulator's tests: does what its event asks for."""

import importlib
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

calls = 0


class Busy(Exception):
    """Worth another try."""


class Declined(Exception):
    """Final."""


def row(change: dict[str, Any]) -> list[dict[str, str]]:
    """Append the row's key to a file, and fail as often as the row says."""
    written = change["NewImage"]
    with Path(tempfile.gettempdir(), "rows").open("a") as rows:
        rows.write(written["pk"]["S"] + "\n")
    key = written["pk"]["S"]
    seen = Path(tempfile.gettempdir(), "rows").read_text().split().count(key)
    if seen > int(written.get("failures", {"N": "0"})["N"]):
        return []
    return [{"itemIdentifier": change["SequenceNumber"]}]


def handler(event: dict[str, Any], context: Any) -> Any:
    global calls
    calls += 1
    if "dynamodb" in event.get("Records", [{}])[0]:
        return {"batchItemFailures": [failure for record in event["Records"] for failure in row(record["dynamodb"])]}
    match event.get("do"):
        case "busy once":
            if calls % 2:
                raise Busy("come back")
        case "decline":
            raise Declined("no")
        case "sleep":
            time.sleep(event["seconds"])
        case "print":
            print(event["line"])
        case "credentials":
            return {name: os.environ[name] for name in os.environ if name.startswith("AWS_")}
        case "import":
            return [name for name in vars(importlib.import_module(event["module"])) if name.isupper()]
        case "variable":
            return os.environ[event["name"]]
        case "store":
            Path(tempfile.gettempdir(), "stored").write_text(event["text"])
            time.sleep(event["seconds"])
            return Path(tempfile.gettempdir(), "stored").read_text()
        case "rows":
            return Path(tempfile.gettempdir(), "rows").read_text().split()
        case "crash":
            os.kill(os.getpid(), signal.SIGBUS)
        case "modules":
            return sys.path
    return os.getpid()
