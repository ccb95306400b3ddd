"""Two texts repeat each other when nine of ten of their words are the same, and every number."""

from firstcontact.text.near_duplicates import DistinctTexts
from hypothesis import given
from hypothesis import strategies as st

TEXT = "Refunds arrive on the card that was charged, no later than five working days after we have the parcel."


def repeated(text: str) -> str | None:
    texts = DistinctTexts()
    assert texts.repeated(TEXT, "first") is None
    return texts.repeated(text, "second")


def test_a_word_more_or_less_makes_no_other_text() -> None:
    assert repeated(TEXT.replace("working ", "").upper()) == "first"


def test_a_number_more_makes_another_text() -> None:
    assert repeated(f"{TEXT} 1") is None


def test_a_fifth_of_other_words_makes_another_text() -> None:
    assert repeated(TEXT.replace("the card that was charged", "your account at our shop")) is None


def test_a_footer_that_thousands_share_hides_no_repetition() -> None:
    footer = "unsubscribe notwithstanding correspondence responsibilities"
    texts = DistinctTexts()
    told = [
        " ".join(
            f"word{chr(97 + n // 676)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}{letter}" for letter in "abcdefghijkl"
        )
        for n in range(3000)
    ]
    assert [texts.repeated(f"{one} {footer}", str(place)) for place, one in enumerate(told)] == [None] * 3000
    assert texts.repeated(f"{told[-1]} {footer} again", "again") == "2999"
    assert [texts.repeated(f"{told[place]} {footer}", "again") for place in (0, 400, 1500)] == ["0", "400", "1500"]


WORDS = st.lists(st.sampled_from("abcdefghijklmnop"), min_size=1, max_size=30, unique=True)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", "1", "2"])), max_size=12))
def test_the_first_text_kept_that_shares_so_much_is_found_however_few_are_compared(
    drawn: list[tuple[list[str], str]],
) -> None:
    texts, kept = DistinctTexts(), list[tuple[set[str], str]]()
    for place, (words, number) in enumerate(drawn):
        shown = {*words, number} - {""}
        same = [
            others
            for others, other in kept
            if other == number and 10 * len(shown & others) >= 9 * len(shown | others)
        ]
        found = texts.repeated(" ".join(sorted(shown)), str(place))
        assert (found is None) == (not same)
        if found is None:
            kept.append((shown, number))
