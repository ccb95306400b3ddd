"""Summarizes outcomes and cost events for finance."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal

from firstcontact.cases.outcome import Ending, Outcome
from firstcontact.costs.price_book import total_cost
from firstcontact.costs.records import CostEvent
from firstcontact.reports.records import CostSummary, Report

WITHOUT_PERSON = (Ending.ANSWERED, Ending.ACTED)
RESOLVED = (*WITHOUT_PERSON, Ending.ANSWERED_BY_PERSON)


def summarize_resolution(outcomes: Iterable[Outcome], events: Iterable[CostEvent], currency: str) -> Report:
    """How cases ended, and what one resolved case cost; a total with an unknown part is None."""
    ended, spent = list(outcomes), list(events)
    by_ending = Counter(outcome.ending for outcome in ended)
    alone = sum(by_ending[ending] for ending in WITHOUT_PERSON)
    resolved = sum(by_ending[ending] for ending in RESOLVED)
    known, unpriced = total_cost(spent)
    whole = None if unpriced else known
    return Report(
        cases=len(ended),
        by_ending={ending: by_ending[ending] for ending in Ending},
        by_channel=dict(Counter(outcome.channel for outcome in ended)),
        resolved_without_person=alone,
        resolution_rate=(Decimal(alone) / len(ended)).quantize(Decimal("0.0001")) if ended else Decimal(0),
        total_cost=whole,
        cost_per_resolution=whole / resolved if whole is not None and resolved else None,
        unpriced_events=unpriced,
        currency=currency,
    )


def summarize_costs(events: Iterable[CostEvent], currency: str) -> CostSummary:
    """Costs by function, by billed item and by case; the sum over functions is the known total."""
    spent = list(events)
    by_function: dict[str, Decimal] = defaultdict(Decimal)
    by_item: dict[str, Decimal] = defaultdict(Decimal)
    by_case: dict[str, Decimal] = defaultdict(Decimal)
    for event in spent:
        for line in event.lines:
            cost = line.cost or Decimal(0)
            by_function[event.function] += cost
            by_item[line.item] += cost
            by_case[event.case_id or "unassigned"] += cost
    known, unpriced = total_cost(spent)
    return CostSummary(
        events=len(spent),
        total=None if unpriced else known,
        unpriced_events=unpriced,
        by_function=dict(by_function),
        by_item=dict(by_item),
        by_case=dict(by_case),
        currency=currency,
        price_books=tuple(sorted({event.price_book for event in spent})),
    )
