"""The program of a worker process: runs the handler with the real runtime interface client.

It is run by path in a bare interpreter that has the client but nothing of this repository, and exits when its
emulator does.
"""

import os
import runpy
import sys
import threading
import time


def _leave_with(parent: int) -> None:
    """Exit once the parent process, the emulator, is gone, even if it was killed."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    sys.argv = ["awslambdaric", os.environ["_HANDLER"]]
    runpy.run_module("awslambdaric", run_name="__main__")
