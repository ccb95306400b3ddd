"""Ports on the loopback: which are free, and what to do when the wanted one is not."""

import socket

from infra.local.emulator.settings import HOST
from infra.local.runner.failure import RunnerFailure


def choose(wanted: int) -> int:
    """Return the wanted port if nobody has it; any free one for 0."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError as error:
            raise RunnerFailure(f"port {wanted} is taken: choose another with `make up PORT=4600`") from error
        port: int = probe.getsockname()[1]
        return port
