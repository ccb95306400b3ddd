"""Port IdempotencyStore: work is done once, by the holder that began it first; others get its stored result."""

from functools import partial

import pytest
from firstcontact.errors import Conflict, Unavailable
from firstcontact.idempotency import IdempotencyStore

from tests.contracts.racing import race
from tests.contracts.timed import TimedStore

HOLD = 60  # seconds


def test_the_first_to_begin_may_do_it(store: IdempotencyStore) -> None:
    assert store.begin("refund:1", "49.00 EUR", holder="a") is None


def test_while_one_is_at_it_others_wait(store: IdempotencyStore) -> None:
    store.begin("key", "print", holder="a")
    _in_progress(store, "key", "print", holder="b")


def test_whoever_began_may_begin_again(store: IdempotencyStore) -> None:
    for _ in range(3):
        assert store.begin("key", "print", holder="a") is None
    _in_progress(store, "key", "print", holder="b")


def test_keys_do_not_touch_each_other(store: IdempotencyStore) -> None:
    assert store.begin("key", "print", holder="a") is None
    assert store.begin("key 2", "print", holder="b") is None


def test_what_was_settled_is_told_to_everybody_and_never_done_again(store: IdempotencyStore) -> None:
    store.begin("key", "print", holder="a")
    store.settle("key", '{"refund": "re_1"}')
    for holder in ("a", "b"):
        assert store.begin("key", "print", holder=holder) == '{"refund": "re_1"}'


def test_an_empty_result_is_a_result(store: IdempotencyStore) -> None:
    store.begin("key", "print", holder="a")
    store.settle("key", "")
    assert store.begin("key", "print", holder="b") == ""


@pytest.mark.parametrize("settled", [True, False])
def test_a_key_used_for_something_else_is_a_conflict(store: IdempotencyStore, settled: bool) -> None:
    store.begin("key", "print", holder="a")
    if settled:
        store.settle("key", "done")
    for holder in ("a", "b"):
        _mismatch(store, "key", "other print", holder=holder)


def test_what_was_given_up_may_be_begun_by_anybody_for_anything(store: IdempotencyStore) -> None:
    store.begin("key", "print", holder="a")
    store.release("key")
    assert store.begin("key", "other print", holder="b") is None


def test_giving_up_what_nobody_began_is_fine(store: IdempotencyStore) -> None:
    store.release("key")


def test_a_result_without_a_claim_cannot_be_kept(store: IdempotencyStore) -> None:
    with pytest.raises(Unavailable):
        store.settle("key", "done")
    assert store.begin("key", "print", holder="a") is None


def test_a_hold_keeps_others_out_until_it_runs_out(timed: TimedStore) -> None:
    store = timed.store
    store.begin("key", "print", holder="a")
    timed.wait(HOLD)
    _in_progress(store, "key", "print", holder="b")
    timed.wait(1)
    assert store.begin("key", "print", holder="b") is None
    _in_progress(store, "key", "print", holder="a")


def test_a_hold_that_ran_out_is_given_to_one(timed: TimedStore) -> None:
    timed.store.begin("key", "print", holder="gone")
    timed.wait(HOLD + 1)
    _one_winner(timed.store)


def test_a_hold_that_ran_out_opens_the_key_to_nothing_else(timed: TimedStore) -> None:
    timed.store.begin("key", "print", holder="a")
    timed.wait(HOLD + 1)
    _mismatch(timed.store, "key", "other print", holder="b")


def test_beginning_again_holds_on_for_longer(timed: TimedStore) -> None:
    timed.store.begin("key", "print", holder="a")
    timed.wait(HOLD)
    timed.store.begin("key", "print", holder="a")
    timed.wait(HOLD)
    _in_progress(timed.store, "key", "print", holder="b")


def test_a_result_is_remembered_after_its_hold_ran_out(timed: TimedStore) -> None:
    timed.store.begin("key", "print", holder="a")
    timed.store.settle("key", "done")
    timed.wait(HOLD + 1)
    assert timed.store.begin("key", "print", holder="b") == "done"


def test_the_result_written_first_stays(timed: TimedStore) -> None:
    _overtaken(timed)
    timed.store.settle("key", "the late one's")
    assert timed.store.begin("key", "print", holder="c") == "the other's"


def test_whoever_gives_up_late_takes_no_result_away(timed: TimedStore) -> None:
    _overtaken(timed)
    timed.store.release("key")
    assert timed.store.begin("key", "print", holder="c") == "the other's"


def test_of_many_who_begin_at_once_exactly_one_wins(store: IdempotencyStore) -> None:
    _one_winner(store)


def _overtaken(timed: TimedStore) -> None:
    """One began and dawdled; the hold ran out, another did it and settled."""
    timed.store.begin("key", "print", holder="late")
    timed.wait(HOLD + 1)
    assert timed.store.begin("key", "print", holder="other") is None
    timed.store.settle("key", "the other's")


def _one_winner(store: IdempotencyStore) -> None:
    results = race([partial(store.begin, "key", "print", holder=f"holder {n}") for n in range(8)])
    assert results.count(None) == 1
    refusals = [result for result in results if isinstance(result, Unavailable)]
    assert [refusal.code for refusal in refusals] == ["in_progress"] * 7


def _in_progress(store: IdempotencyStore, key: str, fingerprint: str, *, holder: str) -> None:
    with pytest.raises(Unavailable) as refusal:
        store.begin(key, fingerprint, holder=holder)
    assert refusal.value.code == "in_progress"


def _mismatch(store: IdempotencyStore, key: str, fingerprint: str, *, holder: str) -> None:
    with pytest.raises(Conflict) as refusal:
        store.begin(key, fingerprint, holder=holder)
    assert refusal.value.code == "idempotency_mismatch"
