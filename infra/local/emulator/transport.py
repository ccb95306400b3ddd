"""Treats the loopback as a secure transport.

The templates' buckets and queues refuse plain HTTP, but the emulator supports nothing else, so their policies would
deny every call. Traffic that never leaves the machine is as safe as TLS; other plain HTTP is still refused.
"""

import ipaddress

from ministack import app
from ministack.core import iam_evaluator


def trust_loopback() -> None:
    """Make ``aws:SecureTransport`` true for callers on this machine."""
    pin = iam_evaluator.pin_request_origin

    def pin_origin(address: str, secure: bool) -> None:
        pin(address, secure or ipaddress.ip_address(address).is_loopback)

    iam_evaluator.pin_request_origin = pin_origin
    app.pin_request_origin = pin_origin
