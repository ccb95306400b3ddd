"""API Gateway's addresses in a function's variables, as they are on the loopback.

A template can only name an API by its address in AWS, which would lead a function on a laptop out to the internet.
"""

import re

_ADDRESS = re.compile(r"(https|wss)://([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?=/|$)")
_PLAIN = {"https": "http", "wss": "ws"}


def on_loopback(value: str, port: int) -> str:
    """Return a variable's value with the emulator's address in place of API Gateway's."""
    return _ADDRESS.sub(lambda found: f"{_PLAIN[found[1]]}://127.0.0.1:{port}/_aws/execute-api/{found[2]}", value)
