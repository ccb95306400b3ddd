"""Every adapter of every port, so that one suite of tests holds for all of them."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from firstcontact.adapters.aws.breakers import DynamoBreakers
from firstcontact.adapters.aws.clients import client
from firstcontact.adapters.aws.intake import DynamoIntake
from firstcontact.adapters.aws.sockets import DynamoConnections
from firstcontact.adapters.aws.stores import DynamoClaims, DynamoCosts
from firstcontact.adapters.aws.ticket_ledger import DynamoTicketLedger
from firstcontact.cases.ports import CaseStore, ConversationStore, OutcomeStore
from firstcontact.channels.ports import Connections, IntakeStore, TicketLedger
from firstcontact.claims.ports import ClaimStore
from firstcontact.costs.ports import CostLedger
from firstcontact.idempotency import IdempotencyStore
from firstcontact.resilience.ports import BreakerStore
from firstcontact.review.ports import ReviewStore
from firstcontact.telemetry import Meter

from tests.contracts.books import Books, dynamodb_books, in_memory_books
from tests.contracts.durable import Durable, DurableFake, DurableStates
from tests.contracts.emulated import emulator, pointed_at
from tests.contracts.tables import make_table
from tests.contracts.timed import TimedStore, in_dynamodb, in_memory
from tests.fakes.intake import FakeIntake, FakeTicketLedger
from tests.fakes.stores import FakeBreakerStore, FakeClaims, FakeConnections, FakeCosts


@pytest.fixture(scope="module")
def aws(request: pytest.FixtureRequest) -> Iterator[str]:
    """The emulator, with the adapters' clients pointed at it."""
    url = emulator(request.config)
    with pointed_at(url):
        yield url


@pytest.fixture(params=["memory", "dynamodb"])
def adapter(request: pytest.FixtureRequest) -> str:
    """Which of a port's adapters is under test."""
    if request.param == "dynamodb":
        request.getfixturevalue("aws")
    return str(request.param)


@pytest.fixture
def books(adapter: str) -> Books:
    """The case transaction and the stores of what it writes."""
    return in_memory_books() if adapter == "memory" else dynamodb_books(Meter())


@pytest.fixture
def cases(books: Books) -> CaseStore:
    return books.cases


@pytest.fixture
def claims(adapter: str) -> ClaimStore:
    return FakeClaims() if adapter == "memory" else DynamoClaims(make_table("claims", Meter()))


@pytest.fixture
def reviews(books: Books) -> ReviewStore:
    return books.reviews


@pytest.fixture
def conversations(books: Books) -> ConversationStore:
    return books.conversations


@pytest.fixture
def connections(adapter: str) -> Connections:
    return FakeConnections() if adapter == "memory" else DynamoConnections(make_table("connections", Meter()))


@pytest.fixture
def outcomes(books: Books) -> OutcomeStore:
    return books.outcomes


@pytest.fixture
def costs(adapter: str) -> CostLedger:
    return FakeCosts() if adapter == "memory" else DynamoCosts(make_table("costs", Meter()))


@pytest.fixture
def breakers(adapter: str) -> BreakerStore:
    return FakeBreakerStore() if adapter == "memory" else DynamoBreakers(make_table("breakers", Meter()))


@pytest.fixture
def timed(adapter: str, monkeypatch: pytest.MonkeyPatch) -> TimedStore:
    """An idempotency store with its clock in hand."""
    return in_memory() if adapter == "memory" else in_dynamodb(make_table("ledger", Meter()), monkeypatch)


@pytest.fixture
def store(timed: TimedStore) -> IdempotencyStore:
    return timed.store


@pytest.fixture
def durable(adapter: str) -> Durable:
    """A workflow that can be looked into."""
    return DurableFake() if adapter == "memory" else DurableStates(Meter())


@pytest.fixture
def intake(adapter: str) -> IntakeStore:
    """An empty intake; for AWS, with a bucket of its own for large bodies."""
    if adapter == "memory":
        return FakeIntake()
    bucket, meter = f"intake-{uuid4().hex[:12]}", Meter()
    client("s3").create_bucket(Bucket=bucket)
    return DynamoIntake(make_table("intake", meter), bucket, meter, days=30)


@pytest.fixture
def tickets(adapter: str) -> TicketLedger:
    return FakeTicketLedger() if adapter == "memory" else DynamoTicketLedger(make_table("intake", Meter()))
