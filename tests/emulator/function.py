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


def handler(event: dict[str, Any], context: Any) -> Any:
    global calls
    calls += 1
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
        case "crash":
            os.kill(os.getpid(), signal.SIGBUS)
        case "modules":
            return sys.path
    return os.getpid()
