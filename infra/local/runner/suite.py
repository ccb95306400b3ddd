"""The description of a ready suite for tools: addresses, tokens, and internal details."""

from collections.abc import Mapping
from typing import Any

from infra.local.emulator.addresses import on_loopback
from infra.local.runner.failure import RunnerFailure
from infra.local.runner.home import Home
from infra.local.runner.record import Run, write
from infra.local.runner.tokens import sign_in

_NEEDED = ("ApiUrl", "WebSocketUrl", "UserPoolClientId")


def publish(home: Home, run: Run, outputs: Mapping[str, str], demo: Mapping[str, Any]) -> dict[str, Any]:
    """Sign the demo users in, write the suite's description and return it."""
    missing = [name for name in _NEEDED if name not in outputs]
    if missing:
        raise RunnerFailure(f"the templates have no output {', '.join(missing)}")
    api = on_loopback(outputs["ApiUrl"], run.emulator_port).rstrip("/")
    suite = {
        "api": api,
        "websocket": on_loopback(outputs["WebSocketUrl"], run.emulator_port).rstrip("/"),
        "chat": f"{api}/",
        "tokens": sign_in(run.emulator, outputs["UserPoolClientId"], demo["users"]),
        "internal": {**demo, "emulator": run.emulator, "sandbox": run.sandbox, "outputs": dict(outputs)},
    }
    write(home.suite, suite)
    return suite


def refresh(home: Home, run: Run, suite: Mapping[str, Any]) -> dict[str, Any]:
    """Sign the demo users in again and write the new tokens."""
    inside = suite["internal"]
    tokens = sign_in(run.emulator, inside["outputs"]["UserPoolClientId"], inside["users"])
    renewed = {**suite, "tokens": tokens}
    write(home.suite, renewed)
    return renewed
