"""Chooses ports on the loopback."""

import socket

from infra.local.emulator.settings import HOST
from infra.local.runner.failure import RunnerFailure


def choose(wanted: int) -> int:
    """Return the wanted port, or any free one for 0; raises ``RunnerFailure`` if the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, wanted))
        except OSError as error:
            raise RunnerFailure(f"port {wanted} is in use: choose another with `make up PORT=4600`") from error
        port: int = probe.getsockname()[1]
        return port
