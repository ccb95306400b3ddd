"""The sandbox on a socket, and the connectors that talk to it with short time-outs.

A contract suite names a kind of system (``KIND``) and runs once for each registered vendor of that kind.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from firstcontact.connectors import Connector, http, of_kind, stripe
from firstcontact.connectors.http import Access
from firstcontact.resilience.breaker import CircuitBreaker
from firstcontact.resilience.budget import Budget

from infra.local.sandbox.application import SandboxSettings, application
from infra.local.sandbox.credentials import sandbox_fields, sandbox_of
from tests.fakes.stores import FakeBreakerStore
from tests.sandbox.server import served


class Limits:
    """The limits of a connector under test: a budget without end, and a circuit that only this test knows."""

    def __init__(self) -> None:
        self.budget, self.circuits = Budget(), FakeBreakerStore()

    def access(self, fields: dict[str, str]) -> Access:
        """How the connector reaches its vendor."""
        return Access(lambda: fields, self.budget, CircuitBreaker("tested", self.circuits))


RECORDS = Path(__file__).parents[1] / "sandbox" / "records"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that needs a connector on every vendor of its suite's kind."""
    kind = getattr(metafunc.module, "KIND", None)
    if kind and "connector" in metafunc.fixturenames:
        vendors = of_kind(kind)
        metafunc.parametrize("connector", vendors, ids=[connector.vendor for connector in vendors])


class System:
    """A sandbox system as tests use it: told to fail, asked what it received."""

    def __init__(self, url: str) -> None:
        self._url = url

    def fail(self, **fault: object) -> None:
        """Let the next calls go wrong."""
        httpx.post(f"{self._url}/_sandbox/faults", json=fault).raise_for_status()

    def calls(self, method: str = "") -> list[dict[str, Any]]:
        """What it was asked, oldest first."""
        received: list[dict[str, Any]] = httpx.get(f"{self._url}/_sandbox/calls").json()["calls"]
        return [call for call in received if method in ("", call["method"])]


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(http, "READ_TIMEOUT", 0.3)
    monkeypatch.setattr(http, "PAUSES", (0.01, 0.02))
    monkeypatch.setattr(stripe, "PAUSES", (0.01, 0.02))
    with served(application(SandboxSettings(tmp_path, RECORDS))) as url:
        yield url


@pytest.fixture
def limits() -> Limits:
    return Limits()


@pytest.fixture
def fields(connector: Connector, sandbox: str) -> dict[str, str]:
    """The secret of a vendor's connector."""
    return sandbox_fields(connector, sandbox)


@pytest.fixture
def connected(connector: Connector, fields: dict[str, str], limits: Limits) -> Any:
    """A vendor's connector, which fills the port of its kind."""
    return connector.load()(limits.access(fields))


@pytest.fixture
def system(connector: Connector, sandbox: str) -> System:
    """The sandbox system that a vendor's connector talks to."""
    return System(f"{sandbox}/{sandbox_of(connector)}")
