"""What an invocation cost, in exact decimals; unknown is unknown, not zero."""

from decimal import Decimal

import pytest
from firstcontact.costs.price_book import Price, PriceBook, lambda_usage, price_lines, total_cost
from firstcontact.costs.records import CostEvent, CostLine, Quantity
from firstcontact.record import new_id, now
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.services import FakeServices

BOOK = PriceBook(
    version="2026-11-01",
    region="us-east-1",
    currency="USD",
    items={
        "lambda.requests": Price(price=Decimal("0.0000002")),
        "bedrock.input_tokens": Price(variants={"haiku": Decimal("0.000001")}),
    },
)
MILLISECONDS = st.decimals(0, 900_000, places=3)


def _event(*lines: CostLine) -> CostEvent:
    return CostEvent(
        event_id=new_id("cost"),
        function="chat",
        at=now(),
        duration_ms=Decimal(1),
        init_ms=Decimal(0),
        lines=lines,
        price_book="2026-11-01",
        currency="USD",
    )


def _quantity(item: str, amount: str = "1", variant: str = "") -> Quantity:
    return Quantity(item=item, amount=Decimal(amount), variant=variant)


@pytest.mark.parametrize(
    ("duration", "init", "seconds"),
    [
        ("0.001", "0", "0.001"),
        ("1", "0", "0.001"),
        ("1.0001", "0", "0.002"),
        ("99.2", "0.3", "0.101"),
        ("0", "0", "0"),
    ],
)
def test_each_duration_is_rounded_up_to_a_millisecond(duration: str, init: str, seconds: str) -> None:
    used = {q.item: q.amount for q in lambda_usage(Decimal(duration), Decimal(init), 1024)}
    assert used == {"lambda.requests": 1, "lambda.gb_seconds": Decimal(seconds)}


@given(MILLISECONDS, MILLISECONDS, st.sampled_from([128, 512, 1024, 1769]))
def test_more_time_never_costs_less_and_memory_counts_in_proportion(a: Decimal, b: Decimal, memory: int) -> None:
    short, long = sorted((a, b))
    less, more = (lambda_usage(ms, Decimal(0), memory)[1].amount for ms in (short, long))
    assert less <= more
    assert lambda_usage(long, Decimal(0), 2 * memory)[1].amount == 2 * more


def test_a_price_that_is_not_known_is_none_and_never_zero() -> None:
    assert BOOK.price(_quantity("unheard.of")).cost is None
    assert BOOK.price(_quantity("bedrock.input_tokens", variant="another-model")).cost is None
    assert BOOK.price(_quantity("bedrock.input_tokens")).cost is None


def test_a_quantity_of_nothing_at_a_known_price_costs_nothing() -> None:
    assert BOOK.price(_quantity("lambda.requests", "0")).cost == 0


def test_a_variant_has_its_own_price() -> None:
    assert BOOK.price(_quantity("bedrock.input_tokens", "1000", "haiku")).cost == Decimal("0.001")


def test_one_unknown_line_makes_the_event_unknown() -> None:
    known, unknown = price_lines([_quantity("lambda.requests"), _quantity("unheard.of")], BOOK)
    assert _event(known).total == Decimal("0.0000002")
    assert _event(known, unknown).total is None
    assert _event().total == 0


def test_the_total_adds_what_is_known_and_counts_what_is_not() -> None:
    known, unknown = price_lines([_quantity("lambda.requests"), _quantity("unheard.of")], BOOK)
    assert total_cost([_event(known), _event(known, unknown), _event(unknown)]) == (Decimal("0.0000004"), 2)


@given(st.lists(st.decimals(0, 1000, places=12), max_size=40))
def test_sums_are_exact(costs: list[Decimal]) -> None:
    lines = [CostLine(item="x", amount=Decimal(1), cost=cost) for cost in costs]
    assert _event(*lines).total == total_cost([_event(line) for line in lines])[0] == sum(costs, Decimal(0))


def test_the_price_book_that_ships_prices_everything_the_meter_counts(services: FakeServices) -> None:
    counted = [
        _quantity(item)
        for item in (
            "lambda.requests",
            "lambda.gb_seconds",
            "stepfunctions.transitions",
            "apigateway.rest_requests",
            "apigateway.websocket_messages",
            "dynamodb.read_units",
            "dynamodb.write_units",
            "sqs.requests",
            "s3.get_requests",
            "rekognition.images",
        )
    ]
    model = services.settings.need("draft_model_id")
    tokens = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")
    counted += [_quantity(f"bedrock.{kind}", variant=model) for kind in tokens]
    book = services.price_book
    assert [line.item for line in price_lines(counted, book) if line.cost is None] == []
    assert all(entry.source for entry in book.items.values() if entry.price is not None)
