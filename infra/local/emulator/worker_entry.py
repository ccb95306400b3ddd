"""The program of a worker process: runs the handler with the real runtime interface client.

It is run by path in a bare interpreter that has the client but nothing of this repository, and exits when its
emulator does. As in Lambda, each process has its own temporary files.
"""

import os
import runpy
import shutil
import sys
import threading
import time
from pathlib import Path


def _leave_with(parent: int) -> None:
    """Exit once the parent process, the emulator, is gone, even if it was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def _own_folder(of_function: Path) -> Path:
    """A new folder named after this process; deletes those of the function's processes that have ended."""
    of_function.mkdir(parents=True, exist_ok=True)
    for folder in of_function.iterdir():
        if int(folder.name) == os.getpid() or not _runs(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)
    own = of_function / str(os.getpid())
    own.mkdir()
    return own


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:  # there is none, or it is another user's
        return False
    return True


if __name__ == "__main__":
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    os.environ["TMPDIR"] = str(_own_folder(Path(os.environ["TMPDIR"])))
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    sys.argv = ["awslambdaric", os.environ["_HANDLER"]]
    runpy.run_module("awslambdaric", run_name="__main__")
