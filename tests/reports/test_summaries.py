"""Finance's numbers add up, and say so where they cannot."""

from decimal import Decimal

from firstcontact.cases.case import Channel
from firstcontact.cases.outcome import Ending, Outcome
from firstcontact.costs.price_book import total_cost
from firstcontact.costs.records import CostEvent, CostLine
from firstcontact.record import new_id, now
from firstcontact.reports.summaries import summarize_costs, summarize_resolution
from hypothesis import given
from hypothesis import strategies as st

LINES = st.builds(
    CostLine,
    item=st.sampled_from(["lambda.requests", "bedrock.input_tokens", "sqs.requests"]),
    amount=st.decimals(0, 100, places=3),
    cost=st.none() | st.decimals(0, 100, places=9),
)
EVENTS = st.lists(
    st.builds(
        CostEvent,
        event_id=st.uuids().map(str),
        function=st.sampled_from(["chat", "gate_reply", "report"]),
        at=st.just(now()),
        duration_ms=st.just(Decimal(1)),
        init_ms=st.just(Decimal(0)),
        lines=st.lists(LINES, max_size=4).map(tuple),
        price_book=st.sampled_from(["2026-11-01", "2026-12-01"]),
        currency=st.just("USD"),
        case_id=st.none() | st.sampled_from(["case_1", "case_2"]),
    ),
    max_size=12,
)


def _ended(*endings: Ending) -> list[Outcome]:
    return [Outcome(case_id=new_id("case"), channel=Channel.CHAT, ending=ending, at=now()) for ending in endings]


def _spent(*costs: str | None) -> list[CostEvent]:
    line = [CostLine(item="x", amount=Decimal(1), cost=None if cost is None else Decimal(cost)) for cost in costs]
    return [
        CostEvent(
            event_id=new_id("cost"),
            function="chat",
            at=now(),
            duration_ms=Decimal(1),
            init_ms=Decimal(0),
            lines=(each,),
            price_book="2026-11-01",
            currency="USD",
        )
        for each in line
    ]


@given(EVENTS)
def test_the_sums_over_functions_items_and_cases_are_the_total(events: list[CostEvent]) -> None:
    known, unpriced = total_cost(events)
    summary = summarize_costs(events, "USD")
    for parts in (summary.by_function, summary.by_item, summary.by_case):
        assert sum(parts.values(), Decimal(0)) == known
    assert summary.total == (None if unpriced else known)
    assert (summary.events, summary.unpriced_events) == (len(events), unpriced)
    assert set(summary.price_books) == {event.price_book for event in events}


def test_one_unknown_price_makes_the_total_unknown_and_is_counted() -> None:
    report = summarize_resolution(_ended(Ending.ANSWERED), _spent("0.10", None), "USD")
    assert (report.total_cost, report.cost_per_resolution, report.unpriced_events) == (None, None, 1)


def test_only_what_nobody_had_to_touch_counts_as_resolved_alone() -> None:
    endings = (
        Ending.ANSWERED,
        Ending.ACTED,
        Ending.ANSWERED_BY_PERSON,
        Ending.ASKED,
        Ending.REFUSED,
        Ending.FAILED,
        Ending.WAITING,
    )
    report = summarize_resolution(_ended(*endings), _spent("0.30", "0.30"), "USD")
    assert (report.cases, report.resolved_without_person) == (7, 2)
    assert report.resolution_rate == Decimal("0.2857")
    assert report.cost_per_resolution == Decimal("0.20")
    assert report.by_ending == dict.fromkeys(Ending, 1)


def test_before_the_first_case_nothing_is_claimed() -> None:
    report = summarize_resolution([], [], "USD")
    assert (report.cases, report.resolution_rate, report.cost_per_resolution) == (0, Decimal(0), None)
    assert report.total_cost == 0
