"""The same request twice is the same result."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from firstcontact.errors import Conflict, Unavailable
from firstcontact.idempotency import run_once
from firstcontact.record import Record

from tests.fakes.services import FakeServices
from tests.fakes.stores import FakeIdempotencyStore


class Asked(Record):
    """What is asked for."""

    text: str = "hello"


class Done(Record):
    """What came of it."""

    number: int


class Work:
    """Counts how often it is done, and may fail."""

    prefix = "work"

    def __init__(self) -> None:
        self.times = 0
        self.failing: BaseException | None = None
        self.ids: list[str] = []
        self.reached: Done | None = None
        self.meanwhile: Callable[[], object] = lambda: None

    def so_far(self, work_id: str) -> Done | None:
        return self.reached

    def do(self, work_id: str) -> Done:
        self.ids.append(work_id)
        self.times += 1
        self.meanwhile()
        if self.failing:
            raise self.failing
        return Done(number=self.times)


def _run(
    store: FakeIdempotencyStore, work: Work, key: str | None = "k", text: str = "hello", scope: str = "ada"
) -> Done:
    return run_once(store, scope, key, Asked(text=text), work, Done)


def test_a_repeat_gets_the_first_result_and_does_nothing() -> None:
    store, work = FakeIdempotencyStore(), Work()
    assert _run(store, work) == _run(store, work) == Done(number=1)
    assert work.times == 1


def test_without_a_key_every_request_is_a_new_one() -> None:
    store, work = FakeIdempotencyStore(), Work()
    assert _run(store, work, None) != _run(store, work, None)
    assert not store.entries


def test_a_key_with_another_request_is_a_conflict() -> None:
    store, work = FakeIdempotencyStore(), Work()
    _run(store, work)
    with pytest.raises(Conflict) as refused:
        _run(store, work, text="something else")
    assert (refused.value.status, refused.value.code) == (409, "idempotency_mismatch")
    assert work.times == 1


def test_one_customer_s_key_is_not_another_s() -> None:
    store, work = FakeIdempotencyStore(), Work()
    _run(store, work, scope="ada")
    assert _run(store, work, scope="ben", text="something else") == Done(number=2)


def test_a_key_is_kept_as_its_hash() -> None:
    store = FakeIdempotencyStore()
    _run(store, Work(), key="ada@tidewire.example")
    assert not any("ada@tidewire.example" in key for key in store.entries)


def test_work_that_fails_gives_the_key_back() -> None:
    store, work = FakeIdempotencyStore(), Work()
    work.failing = Unavailable("not now")
    with pytest.raises(Unavailable):
        _run(store, work)
    work.failing = None
    assert _run(store, work) == Done(number=2)


def test_two_at_once_do_it_once() -> None:
    store, work = FakeIdempotencyStore(), Work()

    def meanwhile() -> None:
        with pytest.raises(Unavailable) as refused:
            _run(store, work)
        assert refused.value.code == "in_progress"
        work.reached = Done(number=99)
        assert _run(store, work) == Done(number=99)

    work.meanwhile = meanwhile
    assert _run(store, work) == Done(number=1)
    assert _run(store, work) == Done(number=1)


def test_work_that_is_repeated_after_a_crash_has_the_id_of_the_first_attempt() -> None:
    store, work = FakeIdempotencyStore(), Work()
    for failing in (KeyboardInterrupt(), Unavailable("not now"), None):
        work.failing = failing
        with suppress(KeyboardInterrupt, Unavailable):
            _run(store, work)
        store.clock += store.hold + 1
    assert (len(work.ids), len(set(work.ids))) == (3, 1)


def test_a_claim_whose_holder_died_is_given_out_again_when_its_hold_ran_out() -> None:
    store, work = FakeIdempotencyStore(), Work()
    work.failing = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        _run(store, work)
    work.failing = None
    with pytest.raises(Unavailable):
        _run(store, work)
    store.clock += store.hold + 1
    assert _run(store, work) == Done(number=2)


def test_a_store_that_is_down_lets_nothing_be_done(services: FakeServices) -> None:
    work = Work()
    services.fail("idempotency_store")
    with pytest.raises(Unavailable):
        run_once(services.idempotency_store, "ada", "k", Asked(), work, Done)
    assert work.times == 0
