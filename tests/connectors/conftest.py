"""The sandbox on a socket, the connectors that talk to it, and little patience."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from firstcontact.connectors import http, stripe

from infra.local.sandbox.application import SandboxSettings, application
from infra.local.sandbox.credentials import SANDBOX_TOKENS
from tests.sandbox.server import served

SHOP = Path(__file__).parents[1] / "sandbox" / "records"
Fields = Callable[[], Mapping[str, str]]


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(http, "READ_TIMEOUT", 0.3)
    monkeypatch.setattr(http, "PAUSES", (0.01, 0.02))
    monkeypatch.setattr(stripe, "PAUSES", (0.01, 0.02))
    with served(application(SandboxSettings(tmp_path, SHOP))) as url:
        yield url


@pytest.fixture
def secret(sandbox: str) -> Callable[[str], Fields]:
    """The secret of a system as the suite would read it."""

    def of(system: str) -> Fields:
        return lambda: {"base_url": f"{sandbox}/{system}", **SANDBOX_TOKENS[system]}

    return of


@pytest.fixture
def fault(sandbox: str) -> Callable[..., None]:
    """Tell a system how its next calls go wrong."""

    def add(system: str, **wanted: object) -> None:
        httpx.post(f"{sandbox}/{system}/_sandbox/faults", json=wanted).raise_for_status()

    return add


@pytest.fixture
def calls(sandbox: str) -> Callable[[str], list[dict[str, Any]]]:
    """What a system was asked."""

    def of(system: str) -> list[dict[str, Any]]:
        received: list[dict[str, Any]] = httpx.get(f"{sandbox}/{system}/_sandbox/calls").json()["calls"]
        return received

    return of
