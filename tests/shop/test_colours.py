"""Whatever colour a shop has, its pages can be read."""

import pytest
from firstcontact.shop.colours import BLACK, MIN_CONTRAST, WHITE, contrast, readable_on, stronger, text_on
from hypothesis import given
from hypothesis import strategies as st

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_and_white_have_the_largest_contrast_there_is() -> None:
    assert contrast(BLACK, WHITE) == contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast("#777", "#777777") == 1
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.005)  # the textbook example of a pass


@pytest.mark.parametrize(
    ("colour", "text"), [("#0b6b5e", WHITE), ("#7a2e3a", WHITE), ("#fc0", BLACK), ("#fff", BLACK)]
)
def test_text_on_a_colour_is_black_or_white(colour: str, text: str) -> None:
    assert text_on(colour) == text


@given(COLOURS)
def test_text_on_any_colour_can_be_read_under_the_pointer_too(colour: str) -> None:
    text = text_on(colour)
    assert contrast(text, colour) >= MIN_CONTRAST
    assert contrast(text, stronger(colour)) >= contrast(text, colour)


@given(COLOURS, st.sampled_from(["#eceee9", "#232c2a", "#777777"]))
def test_any_colour_becomes_readable_on_any_background(colour: str, background: str) -> None:
    assert contrast(readable_on(colour, background), background) >= MIN_CONTRAST


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable_on("#7a2e3a", WHITE) == "#7a2e3a"
