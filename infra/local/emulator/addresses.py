"""Replaces API Gateway's addresses in functions' variables by loopback addresses.

A template can only contain an API's address in AWS; on a laptop a function would call the internet.
"""

import re

_ADDRESS = re.compile(r"(https|wss)://([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?=/|$)")
_PLAIN = {"https": "http", "wss": "ws"}


def on_loopback(value: str, port: int) -> str:
    """Return a variable's value with API Gateway's address replaced by the emulator's."""
    return _ADDRESS.sub(lambda found: f"{_PLAIN[found[1]]}://127.0.0.1:{port}/_aws/execute-api/{found[2]}", value)
