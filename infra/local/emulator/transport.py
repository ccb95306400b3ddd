"""The loopback counts as a secure transport.

Buckets and queues of the templates refuse plain HTTP. The emulator speaks nothing else, so those policies would
deny every call; what never leaves the machine is as safe as TLS, and everything else stays refused.
"""

import ipaddress

from ministack import app
from ministack.core import iam_evaluator


def trust_loopback() -> None:
    """Make ``aws:SecureTransport`` hold for callers on this machine."""
    pin = iam_evaluator.pin_request_origin

    def pin_origin(address: str, secure: bool) -> None:
        pin(address, secure or ipaddress.ip_address(address).is_loopback)

    iam_evaluator.pin_request_origin = pin_origin
    app.pin_request_origin = pin_origin
