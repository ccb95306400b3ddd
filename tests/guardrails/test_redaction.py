"""Private data is replaced before a model sees a text, and comes back exactly."""

import pytest
from firstcontact.guardrails.redaction import find_spans, mask, redact
from hypothesis import given
from hypothesis import strategies as st

PRIVATE = (
    ("EMAIL", "ada.lindqvist+shop@tidewire.example"),
    ("IBAN", "DE89 3704 0044 0532 0130 00"),
    ("CARD", "4111 1111 1111 1111"),
    ("IP", "203.0.113.7"),
    ("PHONE", "+49 30 1234567"),
    ("PHONE", "06.12.34.56.78"),
    ("SECRET", "sk_live_a1b2c3d4e5"),
)
_PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from([value for _, value in PRIVATE]),
    st.sampled_from(["[EMAIL_1]", "[PHONE_2]", "[SECRET_1]", "password: ", "my name is ", "Ada Berg", " ", "[", "]"]),
)
TEXTS = st.lists(_PIECES, max_size=12).map("".join)


@pytest.mark.parametrize(("kind", "value"), PRIVATE)
def test_private_data_is_found_where_it_stands(kind: str, value: str) -> None:
    text = f"Please use {value}, thanks."
    (span,) = find_spans(text)
    assert (span.type, text[span.start : span.end]) == (kind, value)


@given(TEXTS)
def test_what_was_redacted_comes_back_exactly(text: str) -> None:
    redacted = redact(text)
    assert redacted.restore(redacted.text) == text


@given(TEXTS)
def test_spans_are_in_order_within_the_text_and_never_overlap(text: str) -> None:
    position = 0
    for span in find_spans(text):
        assert position <= span.start < span.end <= len(text)
        position = span.end


@given(TEXTS)
def test_no_private_value_is_left_where_it_was_found(text: str) -> None:
    redacted = redact(text)
    outside, position = [], 0
    for span in redacted.spans:
        outside.append(text[position : span.start])
        position = span.end
    outside.append(text[position:])
    rest = redacted.text
    for piece in outside:
        assert piece in rest
        rest = rest[rest.index(piece) + len(piece) :]


def test_offsets_count_code_points() -> None:
    (span,) = find_spans("😀😀 ada@tidewire.example")
    assert (span.start, span.end) == (3, 23)


def test_the_same_value_gets_the_same_pseudonym_and_another_one_another() -> None:
    redacted = redact("a@x.example, b@x.example and a@x.example again")
    assert redacted.text == "[EMAIL_1], [EMAIL_2] and [EMAIL_1] again"


def test_a_pseudonym_the_customer_typed_is_never_given_to_a_value() -> None:
    redacted = redact("[EMAIL_1] is not ada@tidewire.example")
    assert redacted.restore("Write to [EMAIL_1].") == "Write to [EMAIL_1]."
    assert redacted.restore(redacted.text) == "[EMAIL_1] is not ada@tidewire.example"


def test_a_value_that_looks_like_a_pseudonym_is_not_replaced_again() -> None:
    redacted = redact("my password is [EMAIL_1] and I am ada@tidewire.example")
    assert "ada@tidewire.example" not in redacted.restore("Your secret is [SECRET_1].")


def test_a_reply_written_with_pseudonyms_gets_the_real_values_back() -> None:
    redacted = redact("Write to ada@tidewire.example")
    assert redacted.restore("I wrote to [EMAIL_1].") == "I wrote to ada@tidewire.example."


def test_what_nobody_needs_back_gives_way_to_its_type_for_good() -> None:
    masked = mask("Dear client, write to ada@example.com or ada@example.com.")
    assert masked == "Dear client, write to [EMAIL] or [EMAIL]."
    assert redact("I am bob@example.com").restore(masked) == masked


def test_a_pseudonym_the_map_does_not_know_stays_as_it_is() -> None:
    assert redact("hello").restore("see [EMAIL_7]") == "see [EMAIL_7]"


@pytest.mark.parametrize(
    "text",
    [
        "Where is my order 1042?",
        "order #20261107 please",
        "refund order 00123456",
        "my order 12345678 from 01/02/2026",
        "delivered on 03.04.2026 at 10:30",
        "between 01.02.2026 - 03.04.2026 I was away",
        "on 2026-01-02 1015 people came",
        "bought 2026/01/02 1015 and 2026-02-03",
        "from 05-06-2026 to 07-06-2026",
        "tracking number KP6032594179",
        "version 1.2.3.4567",
        "it costs 4.90 EUR and 1,299.00 in total",
        "serial TW-HAR-7F3K92",
    ],
)
def test_order_numbers_dates_and_prices_are_not_private(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(
    "text", ["4111 1111 1111 1112", "GB83 WEST 1234 5698 7654 32", "999.300.1.1", "0123456789012"]
)
def test_a_number_whose_checksum_fails_is_neither_card_nor_account(text: str) -> None:
    assert not {span.type for span in find_spans(text)} & {"CARD", "IBAN", "IP"}


def test_a_name_and_a_password_are_taken_from_the_words_around_them() -> None:
    redacted = redact("Hi, my name is Ada Lindqvist and my password is hunter2!")
    assert redacted.text == "Hi, my name is [PERSON_1] and my password is [SECRET_1]"


def test_a_text_full_of_private_data_is_redacted_in_a_moment() -> None:
    text = " ".join(f"a{n}@b.example" for n in range(500))
    assert len(redact(text).pseudonyms) == 500
