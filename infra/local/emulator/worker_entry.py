"""What a worker process runs: the handler under the real runtime interface client, for as long as its emulator lives.

Run by path on a bare interpreter that has the client and nothing of this repository.
"""

import os
import runpy
import sys
import threading
import time


def _leave_with(parent: int) -> None:
    """End this process once the emulator that started it is gone, even when it was killed outright."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    sys.argv = ["awslambdaric", os.environ["_HANDLER"]]
    runpy.run_module("awslambdaric", run_name="__main__")
