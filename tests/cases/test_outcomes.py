"""How a case ended, as finance will count it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from firstcontact.cases.conversation import Status
from firstcontact.cases.outcome import Ending
from firstcontact.cases.outcomes import ending_of, record_outcome
from firstcontact.record import now

from tests.examples import a_case
from tests.fakes.services import FakeServices


@pytest.mark.parametrize(
    ("status", "reviewed_by", "ending"),
    [
        (Status.ANSWERED, None, Ending.ANSWERED),
        (Status.ANSWERED, "rosa", Ending.ANSWERED_BY_PERSON),
        (Status.ACTED, None, Ending.ACTED),
        (Status.ACTED, "rosa", Ending.ANSWERED_BY_PERSON),
        (Status.REFUSED, None, Ending.REFUSED),
        (Status.REFUSED, "rosa", Ending.REFUSED),
        (Status.IN_REVIEW, None, Ending.WAITING),
        (Status.CONFIRM, None, Ending.WAITING),
        (None, None, Ending.WAITING),
    ],
)
def test_a_case_ends_as_its_status_and_its_reviewer_say(
    status: Status | None, reviewed_by: str | None, ending: Ending
) -> None:
    assert ending_of(a_case(status=status, reviewed_by=reviewed_by)) is ending


@pytest.mark.parametrize("status", [None, *Status])
def test_a_case_that_came_to_its_end_by_a_failure_failed_whatever_it_says(status: Status | None) -> None:
    assert ending_of(a_case(status=status), failed=True) is Ending.FAILED


def test_the_time_runs_from_the_question_to_the_close(services: FakeServices) -> None:
    asked = now() - timedelta(hours=1)
    case = a_case(status=Status.ANSWERED, created_at=asked, closed_at=asked + timedelta(seconds=1.5))
    assert record_outcome(case, services.outcomes).seconds == Decimal("1.5")


def test_the_latest_outcome_of_a_case_counts(services: FakeServices) -> None:
    case = a_case(status=Status.IN_REVIEW)
    record_outcome(case, services.outcomes)
    record_outcome(case.model_copy(update={"status": Status.ANSWERED}), services.outcomes)
    assert [outcome.ending for outcome in services.outcomes.all()] == [Ending.ANSWERED]
