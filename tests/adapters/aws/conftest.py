"""What adapters of AWS are tested against: an emulator for what works, a scripted endpoint for what does not."""

from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest
from firstcontact.adapters.aws.clients import client
from firstcontact.telemetry import Meter

from tests.adapters.aws.wire import Wire, listening
from tests.contracts.emulated import emulator, pointed_at


@pytest.fixture
def aws(request: pytest.FixtureRequest) -> Iterator[str]:
    """The emulator, with the adapters' clients pointed at it."""
    url = emulator(request.config)
    with pointed_at(url):
        yield url


@pytest.fixture
def bucket(aws: str) -> str:
    """An empty bucket of the test's own."""
    del aws
    name = f"bucket-{uuid4().hex}"
    client("s3").create_bucket(Bucket=name)
    return name


@pytest.fixture(scope="session")
def _endpoint() -> Iterator[Wire]:
    with listening() as endpoint:
        yield endpoint


@pytest.fixture
def wire(_endpoint: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """A scripted endpoint that the adapters' clients call; the SDK repeats without waiting."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda seconds: None))
    _endpoint.calls.clear()
    _endpoint.hangups = 0
    with pointed_at(_endpoint.url):
        yield _endpoint


@pytest.fixture
def meter() -> Meter:
    return Meter()
