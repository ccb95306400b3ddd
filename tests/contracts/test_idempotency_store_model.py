"""Port IdempotencyStore against a model of it: whatever is called in whatever order, the two say the same."""

from dataclasses import dataclass
from uuid import uuid4

from firstcontact.errors import Conflict, Unavailable
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.contracts.timed import TimedStore

KEYS, PRINTS, HOLDERS = (st.sampled_from(names) for names in (["k", "l"], ["p", "q"], ["a", "b", "c"]))
HOLD = 60


@dataclass
class Claim:
    """What the model knows of a key."""

    fingerprint: str
    holder: str
    until: float
    result: str | None = None


class Machine(RuleBasedStateMachine):
    """Calls the store and compares."""

    timed: TimedStore

    def __init__(self) -> None:
        super().__init__()
        self.run, self.now, self.results = uuid4().hex, 0.0, 0
        self.claims: dict[str, Claim] = {}

    @rule(key=KEYS, fingerprint=PRINTS, holder=HOLDERS)
    def begin(self, key: str, fingerprint: str, holder: str) -> None:
        expected = self._expected(key, fingerprint, holder)
        try:
            found = self.timed.store.begin(self.run + key, fingerprint, holder=holder)
        except (Conflict, Unavailable) as refusal:
            found = refusal.code
        assert found == expected
        if expected is None:
            self.claims[key] = Claim(fingerprint, holder, self.now + HOLD)

    def _expected(self, key: str, fingerprint: str, holder: str) -> str | None:
        claim = self.claims.get(key)
        if claim is None:
            return None
        if claim.fingerprint != fingerprint:
            return "idempotency_mismatch"
        if claim.result is not None:
            return claim.result
        return None if claim.holder == holder or claim.until < self.now else "in_progress"

    @rule(key=KEYS)
    def settle(self, key: str) -> None:
        self.results += 1
        claim = self.claims.get(key)
        try:
            self.timed.store.settle(self.run + key, str(self.results))
        except Unavailable:
            assert claim is None
            return
        assert claim is not None
        claim.result = claim.result or str(self.results)

    @rule(key=KEYS)
    def release(self, key: str) -> None:
        self.timed.store.release(self.run + key)
        claim = self.claims.get(key)
        if claim is not None and claim.result is None:
            del self.claims[key]

    @rule(seconds=st.sampled_from([1, 59, 61]))
    def wait(self, seconds: int) -> None:
        self.timed.wait(seconds)
        self.now += seconds


def test_the_store_behaves_as_its_model(timed: TimedStore) -> None:
    machine = type("Bound", (Machine,), {"timed": timed})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=16,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
