"""Port OutcomeStore: one outcome per case, the latest."""

from firstcontact.cases.outcome import Ending
from firstcontact.cases.ports import OutcomeStore

from tests.contracts.samples import an_outcome


def test_there_are_no_outcomes_at_first(outcomes: OutcomeStore) -> None:
    assert list(outcomes.all()) == []


def test_outcomes_come_back_whole(outcomes: OutcomeStore) -> None:
    kept = [an_outcome(), an_outcome(intent=None, ending=Ending.FAILED)]
    for outcome in kept:
        outcomes.put(outcome)
    assert sorted(outcomes.all(), key=lambda outcome: outcome.case_id) == sorted(kept, key=lambda one: one.case_id)


def test_the_latest_outcome_of_a_case_replaces_the_one_before(outcomes: OutcomeStore) -> None:
    waiting = an_outcome(ending=Ending.WAITING)
    answered = waiting.model_copy(update={"ending": Ending.ANSWERED_BY_PERSON})
    for outcome in (waiting, answered, answered):
        outcomes.put(outcome)
    assert list(outcomes.all()) == [answered]
