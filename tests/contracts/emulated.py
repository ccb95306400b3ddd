"""One emulator for all tests that need AWS's own semantics: booted by the first of them, stopped with the run."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from firstcontact.adapters.aws import clients

REPOSITORY = Path(__file__).parents[2]
BOOT_SECONDS = 30
_booted: list[str] = []


def emulator(config: pytest.Config) -> str:
    """The emulator's URL; every conftest that asks gets the same one."""
    if not _booted:
        _booted.append(_boot(config))
    return _booted[0]


def _boot(config: pytest.Config) -> str:
    clients._session.cache_clear()  # it may know other credentials
    home = Path(tempfile.mkdtemp(prefix="first-contact-"))
    port = free_port()
    command = [sys.executable, "-m", "infra.local.emulator", "--port", str(port), "--home", str(home)]
    command += ["--worker-python", sys.executable]  # never used: these tests deploy no functions
    with (home / "emulator.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=log, stderr=log, start_new_session=True)

    def stop() -> None:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(home)

    config.add_cleanup(stop)
    until = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return f"http://127.0.0.1:{port}"
        time.sleep(0.05)
    raise AssertionError((home / "emulator.log").read_text())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def pointed_at(url: str, **services: str) -> Iterator[None]:
    """Have the adapters' clients call this address, and some services (``bedrock_runtime=…``) another one."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_ENDPOINT_URL", url)
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_CONFIG_FILE", os.devnull)
        for name, address in services.items():
            patch.setenv(f"AWS_ENDPOINT_URL_{name.upper()}", address)
        clients.client.cache_clear()
        yield
    clients.client.cache_clear()
