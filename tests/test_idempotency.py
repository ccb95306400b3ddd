"""The same request twice is the same result."""

import pytest
from firstcontact.errors import Conflict, Unavailable
from firstcontact.idempotency import run_once
from firstcontact.record import Record

from tests.fakes.services import FakeServices
from tests.fakes.stores import FakeLedger


class Asked(Record):
    """What is asked for."""

    text: str = "hello"


class Done(Record):
    """What came of it."""

    number: int


class Work:
    """Counts how often it is done, and may fail."""

    def __init__(self) -> None:
        self.times = 0
        self.failing: BaseException | None = None

    def __call__(self) -> Done:
        self.times += 1
        if self.failing:
            raise self.failing
        return Done(number=self.times)


def _run(ledger: FakeLedger, work: Work, key: str | None = "k", text: str = "hello", scope: str = "ada") -> Done:
    return run_once(ledger, scope, key, Asked(text=text), work, Done)


def test_a_repeat_gets_the_first_result_and_does_nothing() -> None:
    ledger, work = FakeLedger(), Work()
    assert _run(ledger, work) == _run(ledger, work) == Done(number=1)
    assert work.times == 1


def test_without_a_key_every_request_is_a_new_one() -> None:
    ledger, work = FakeLedger(), Work()
    assert _run(ledger, work, None) != _run(ledger, work, None)
    assert not ledger.entries


def test_a_key_with_another_request_is_a_conflict() -> None:
    ledger, work = FakeLedger(), Work()
    _run(ledger, work)
    with pytest.raises(Conflict) as refused:
        _run(ledger, work, text="something else")
    assert (refused.value.status, refused.value.code) == (409, "idempotency_mismatch")
    assert work.times == 1


def test_one_customer_s_key_is_not_another_s() -> None:
    ledger, work = FakeLedger(), Work()
    _run(ledger, work, scope="ada")
    assert _run(ledger, work, scope="ben", text="something else") == Done(number=2)


def test_a_key_is_kept_as_its_hash() -> None:
    ledger = FakeLedger()
    _run(ledger, Work(), key="ada@tidewire.example")
    assert not any("ada@tidewire.example" in key for key in ledger.entries)


def test_work_that_fails_gives_the_key_back() -> None:
    ledger, work = FakeLedger(), Work()
    work.failing = Unavailable("not now")
    with pytest.raises(Unavailable):
        _run(ledger, work)
    work.failing = None
    assert _run(ledger, work) == Done(number=2)


def test_two_at_once_do_it_once() -> None:
    ledger, work = FakeLedger(), Work()

    def meanwhile() -> Done:
        with pytest.raises(Unavailable) as refused:
            _run(ledger, work)
        assert refused.value.code == "in_progress"
        return work()

    assert run_once(ledger, "ada", "k", Asked(), meanwhile, Done) == Done(number=1)
    assert _run(ledger, work) == Done(number=1)


def test_a_claim_whose_holder_died_is_given_out_again_when_its_hold_ran_out() -> None:
    ledger, work = FakeLedger(), Work()
    work.failing = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        _run(ledger, work)
    work.failing = None
    with pytest.raises(Unavailable):
        _run(ledger, work)
    ledger.clock += ledger.hold + 1
    assert _run(ledger, work) == Done(number=2)


def test_a_ledger_that_is_down_lets_nothing_be_done(services: FakeServices) -> None:
    work = Work()
    services.fail("ledger")
    with pytest.raises(Unavailable):
        run_once(services.ledger, "ada", "k", Asked(), work, Done)
    assert work.times == 0
