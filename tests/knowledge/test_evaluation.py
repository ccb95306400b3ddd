"""How a ranking is judged."""

import math

import pytest
from firstcontact.knowledge.evaluation import bootstrap_mean, find_regressions, score_ranking
from hypothesis import given
from hypothesis import strategies as st

NAMES = st.lists(st.sampled_from("abcdefghijklmno"), unique=True, max_size=15)


def test_a_right_document_in_second_place_counts_by_the_usual_discounts() -> None:
    assert score_ranking(["x", "a", "y"], {"a", "b"}) == {
        "ndcg@10": pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3))),
        "recall@10": 0.5,
        "mrr": 0.5,
    }


def test_what_comes_after_the_tenth_place_is_not_found() -> None:
    assert set(score_ranking([*"0123456789", "a"], {"a"}).values()) == {0.0}


@given(NAMES, NAMES.filter(bool))
def test_every_measure_is_between_nothing_and_one_and_one_is_perfect(found: list[str], right: list[str]) -> None:
    assert all(0 <= value <= 1 for value in score_ranking(found, set(right)).values())
    assert score_ranking(right, set(right[:10]))["ndcg@10"] == pytest.approx(1)


def test_a_mean_comes_with_how_sure_it_is_and_the_same_every_time() -> None:
    assert bootstrap_mean([0.5] * 20) == (0.5, 0.0)
    middle, half = bootstrap_mean([0.0, 1.0] * 50)
    assert middle == 0.5
    assert 0.05 < half < 0.15
    assert bootstrap_mean([0.0, 1.0] * 50) == (middle, half)


def test_only_what_falls_by_more_than_the_tolerance_is_named() -> None:
    found = {"shop": {"mrr": 0.80, "recall@10": 0.95}, "new": {"mrr": 0.1}}
    was = {"shop": {"mrr": 0.84, "recall@10": 0.955}, "gone": {"mrr": 0.9}}
    assert find_regressions(found, was, 0.01) == ["shop: mrr 0.8000, and was 0.8400"]
