"""``python -m infra.local.sandbox --port P --state DIR --shop DIR``: run the sandbox in the foreground."""

import argparse
from pathlib import Path

import uvicorn

from infra.local.sandbox.application import SandboxSettings, application
from infra.local.standins.service import StandIns


def main() -> None:
    """Read the command line and serve on the loopback until stopped."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--state", type=Path, required=True, help="folder of the persistent state")
    parser.add_argument(
        "--shop", type=Path, required=True, help="the shop's folder, whose sandbox/ fills an empty state"
    )
    parser.add_argument(
        "--emulator", default="", help="the emulator's address; without it IAM permissions are not checked"
    )
    parser.add_argument(
        "--models", type=Path, help="folder of the built encoder; without it drafts compare only words"
    )
    parser.add_argument(
        "--forward", default="", help="base URL of an OpenAI-compatible server that writes the drafts instead"
    )
    parser.add_argument("--forward-model", default="default", help="the model name that server expects")
    parser.add_argument("--token-seconds", type=float, default=0.0015, help="pause between streamed words")
    given = parser.parse_args()
    standins = StandIns(
        emulator=given.emulator,
        models=given.models,
        forward=given.forward,
        forward_model=given.forward_model,
        token_seconds=given.token_seconds,
    )
    app = application(SandboxSettings(given.state, given.shop / "sandbox", standins))
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning", timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main()
