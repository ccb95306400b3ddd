"""A sandbox with a small shop of its own, in memory and on a socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from infra.local.sandbox.application import SandboxSettings, application
from tests.sandbox.server import served

RECORDS = Path(__file__).parent / "records"


@pytest.fixture
def app(tmp_path: Path) -> Starlette:
    return application(SandboxSettings(tmp_path, RECORDS))


@pytest.fixture
def client(app: Starlette) -> TestClient:
    return TestClient(app)


@pytest.fixture
def address(app: Starlette) -> Iterator[str]:
    with served(app) as url:
        yield url
