"""Port CostLedger: an event is written once and never changes, to the last digit."""

from decimal import Decimal

from firstcontact.costs.ports import CostLedger

from tests.contracts.samples import a_cost_event


def test_the_ledger_is_empty_at_first(costs: CostLedger) -> None:
    assert list(costs.all()) == []


def test_amounts_come_back_exact_and_unknown_stays_unknown(costs: CostLedger) -> None:
    costs.put(a_cost_event())
    (event,) = costs.all()
    assert str(event.duration_ms) == "12.345"
    assert event.lines[0].cost == Decimal("0.0000002")
    assert event.lines[1].cost is None
    assert event.total is None


def test_an_event_stays_as_it_was_first_written(costs: CostLedger) -> None:
    event = a_cost_event()
    costs.put(event)
    costs.put(event.model_copy(update={"duration_ms": Decimal(99), "failed": True}))
    assert list(costs.all()) == [event]


def test_every_event_is_kept(costs: CostLedger) -> None:
    events = [a_cost_event() for _ in range(5)]
    for event in events:
        costs.put(event)
    assert {event.event_id for event in costs.all()} == {event.event_id for event in events}
