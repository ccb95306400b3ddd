"""Writes functions' output to files in addition to the emulator's log groups.

The emulator stores a function's lines only after the invocation, and not at all those of a crashing interpreter.
Here every line is also written immediately to ``logs/functions/<name>.log``.
"""

import queue
from pathlib import Path
from typing import Any, BinaryIO

from ministack.core import lambda_runtime


class _Copied:
    """A stream whose lines are appended to a file when they are read."""

    def __init__(self, stream: BinaryIO, file: Path) -> None:
        self._stream, self._file = stream, file

    def readline(self) -> bytes:
        line = self._stream.readline()
        if line:
            with self._file.open("ab") as log:
                log.write(line)
        return line

    def close(self) -> None:
        self._stream.close()


def keep_function_logs(folder: Path) -> None:
    """Write each function's output to its own file."""
    folder.mkdir(parents=True, exist_ok=True)
    pump = lambda_runtime.ProvidedWorker._pump_output

    def pump_copied(worker: Any, stream: BinaryIO, lines: queue.Queue[str]) -> None:
        pump(worker, _Copied(stream, folder / f"{worker.func_name}.log"), lines)

    lambda_runtime.ProvidedWorker._pump_output = pump_copied
