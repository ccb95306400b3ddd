"""Replaces the port in the addresses of a saved state, so that it can be used on another port.

The emulator writes its own address into queue URLs, and templates copy these into functions' variables, workflow
definitions and outputs. Queues are found by their whole URL, so an address with the old port finds none.
"""

import re
from pathlib import Path

from infra.local.emulator.settings import HOST

_QUEUES = "sqs.json"
_QUEUE_URL = re.compile(r"https?://localhost:(\d+)/\d{12}/")


def use_port(services: Path, port: int) -> None:
    """Rewrite the emulator's own addresses in every saved service to this port."""
    queues = services / _QUEUES
    if not queues.exists():
        return
    outdated = set(_QUEUE_URL.findall(queues.read_text())) - {str(port)}
    if not outdated:
        return
    own = re.compile(rf"\b(localhost|{re.escape(HOST)}):(?:{'|'.join(outdated)})(?!\d)")
    # The queues are last: they tell which port is outdated, so an interrupted rewrite starts again.
    for path in sorted(services.glob("*.json"), key=lambda path: path.name == _QUEUES):
        saved = path.read_text()
        rewritten = own.sub(rf"\g<1>:{port}", saved)
        if rewritten != saved:
            staged = path.with_suffix(".partial")
            staged.write_text(rewritten)
            staged.replace(path)
