"""Order numbers are read as customers write them, and nothing else that is written in digits is taken for one."""

import cProfile
import re

import pytest
from firstcontact.shop.order_numbers import MAX_LENGTH, find, find_unreadable, replace
from hypothesis import example, given
from hypothesis import strategies as st

BARE = (r"\d{3,8}",)
BOTH = (r"\d{3,8}", r"TW-\d{3,8}")
SPLIT = (r"\d{3,8}(?:-[A-Z])?",)
TEN = (r"\d{10}",)
MIXED = (r"[A-Z]{2}\d{6}",)
GROUP = (r"#?SO(\d{5})",)
LOWER = (r"ord-\d{4}",)
HASH = (r"#\d{4}",)
WORDS = (r"[A-Z0-9]{6}",)
SHORT = (r"\d+",)

READ = [
    # as it is written
    ("#1042", BARE, ["1042"]),
    ("1042", BARE, ["1042"]),
    ("1042?", BARE, ["1042"]),
    ("where is my order 1042", BARE, ["1042"]),
    ("Order 1042.", BARE, ["1042"]),
    ("order #1042 is late", BARE, ["1042"]),
    ("ORDER NUMBER: 1042", BARE, ["1042"]),
    ("order no. 1042", BARE, ["1042"]),
    ("order number is 1042", BARE, ["1042"]),
    ("my order number with you is called 1042, order id=1042", BARE, ["1042"]),
    ("Re: Order-1042", BARE, ["1042"]),
    ("(order 1042)", BARE, ["1042"]),
    ("order '1042' and order \"1043\"", BARE, ["1042", "1043"]),
    ("https://shop.example/orders/1042", BARE, ["1042"]),
    ("1042 hasn't arrived", BARE, ["1042"]),
    ("1042 arrives when?", BARE, ["1042"]),
    ("refund 1042 please", BARE, ["1042"]),
    ("order 1042 won't arrive in time", BARE, ["1042"]),
    ("order 1042 in transit a week", BARE, ["1042"]),
    ("Track 1042 for me", BARE, ["1042"]),
    ("order 1042 EUR 50 too much", BARE, ["1042"]),
    # with letters
    ("TW-1017", BOTH, ["TW-1017"]),
    ("tw-1017 please", BOTH, ["TW-1017"]),
    ("is TW-1017/TW-1018 on its way", BOTH, ["TW-1017", "TW-1018"]),
    ("#1017-B", SPLIT, ["1017-B"]),
    ("#1017-B", BARE, ["1017"]),
    ("where's 1017 (my order)?", BARE, ["1017"]),
    ("#1017-b and 1018", SPLIT, ["1017-B", "1018"]),
    ("please cancel ab123456", MIXED, ["AB123456"]),
    ("so10423", GROUP, ["10423"]),
    ("#SO10423", GROUP, ["10423"]),
    ("ORD-1042", LOWER, ["ord-1042"]),
    ("it's #1042!", HASH, ["#1042"]),
    ("order QWERTY", WORDS, ["QWERTY"]),
    ("where is A1B2C3", WORDS, ["A1B2C3"]),
    # ten digits
    ("where is 4012345678", TEN, ["4012345678"]),
    ("order 401 234 5678", TEN, ["4012345678"]),
    # groups, only after a word for an order
    ("order no. 1 042", BARE, ["1042"]),
    ("order no. 1\u00a0042", BARE, ["1042"]),
    ("order 1\u2009042 please", BARE, ["1042"]),
    ("# 1\u202f042", BARE, ["1042"]),
    ("Bestellung 1.042", BARE, ["1042"]),
    ("nr 12 345 678", BARE, ["12345678"]),
    ("orders 104 205", BARE, ["104", "205"]),
    # lists
    ("orders 1042, 1043 and 1044", BARE, ["1042", "1043", "1044"]),
    ("orders 1042/1043", BARE, ["1042", "1043"]),
    ("order 1042,1043", BARE, ["1042", "1043"]),
    ("Bestellungen 1042 und 2025", BARE, ["1042", "2025"]),
    ("orders:\n1042\n1043", BARE, ["1042", "1043"]),
    ("order 1042\n10115 Berlin", BARE, ["1042"]),
    ("My order (no. 1042) was for 300 chairs", BARE, ["1042"]),
    ("order 1042 and 200 bulbs", BARE, ["1042"]),
    # other dashes, digits and widths
    ("TW\u20111017 TW\u20131018 TW\u00ad1019 TW\u22121020", BOTH, ["TW-1017", "TW-1018", "TW-1019", "TW-1020"]),
    ("order ١٠٤٢", BARE, ["1042"]),
    ("طلب رقم ١٠٤٢", BARE, ["1042"]),
    ("ऑर्डर १०४२", BARE, ["1042"]),
    ("\uff03\uff11\uff10\uff14\uff12", BARE, ["1042"]),
    ("\uff34\uff37\uff0d\uff11\uff10\uff11\uff17", BOTH, ["TW-1017"]),
    # other languages
    ("Bestellung Nr. 1042", BARE, ["1042"]),
    ("Meine Bestellnummer lautet 1042", BARE, ["1042"]),
    ("commande n° 1042", BARE, ["1042"]),
    ("pedido número 1042", BARE, ["1042"]),
    ("ordine 1042", BARE, ["1042"]),
    ("bestelling 1042", BARE, ["1042"]),
    ("zamówienie nr 1042", BARE, ["1042"]),
    ("заказ № 1042", BARE, ["1042"]),
    ("我的订单1042在哪里", BARE, ["1042"]),
    ("注文番号1042", BARE, ["1042"]),
    # named as an order, whatever else it could be
    ("order 2025", BARE, ["2025"]),
    ("order no. 7", SHORT, ["7"]),
    ("order 7", SHORT, ["7"]),
]

NOT_READ = [
    # dates and times
    ("on 12.11.2026", BARE),
    ("on 2026-11-12", BARE),
    ("on 11/12", SHORT),
    ("12/11/2026", BARE),
    ("12 November 2026", BARE),
    ("in 2025", BARE),
    ("back in 2025 you sent it", BARE),
    ("my order from 2025", BARE),
    ("at 10:30", SHORT),
    ("um 1030 Uhr", BARE),
    ("I ordered at 1030 yesterday", BARE),
    # sums
    ("53.90 EUR", SHORT),
    ("€1042", BARE),
    ("€ 1042", BARE),
    ("CHF 120.-", BARE),
    ("120,- Euro", BARE),
    ("$1,042.50", SHORT),
    ("it costs 1 042 EUR", BARE),
    ("I paid 350", BARE),
    ("refund me 120 euros", BARE),
    ("JPY 30000", BARE),
    ("30000 yen", BARE),
    ("order €1042", BARE),
    # quantities, shares and measures
    ("2 bulbs", SHORT),
    ("3 pieces", SHORT),
    ("120 bulbs", BARE),
    ("I need 150 smart bulbs", BARE),
    ("I want to order 120 chairs", BARE),
    ("can I order 250", BARE),
    ("250 Stück", BARE),
    ("100% sure", BARE),
    ("100 percent", BARE),
    ("60 cm", SHORT),
    ("600 mm wide", BARE),
    ("500W and 250 watts", BARE),
    ("I waited 120 days", BARE),
    # addresses and phones
    ("I live in 10115 Berlin", BARE),
    ("10115 Berlin", BARE),
    ("1012 AB Amsterdam", BARE),
    ("Brooklyn, NY 11201", BARE),
    ("221 Baker Street", BARE),
    ("Hauptstraße 123", BARE),
    ("my zip code is 90210", BARE),
    ("75001 Paris is my new address", BARE),
    ("call +31 20 123 4567", BARE),
    ("0171-2345678", BARE),
    ("020 7946 0958", BARE),
    ("0612345678", TEN),
    ("phone 4012345678", TEN),
    # other numbers
    ("ticket #1042", BARE),
    ("invoice no. 1042", BARE),
    ("tracking number 12345678", BARE),
    ("Rechnungsnummer 1042", BARE),
    ("customer number: 1042", BARE),
    ("Harbor AX3000", BARE),
    ("Harbor AX 3000", BARE),
    ("WH-1000", BARE),
    ("model 3000", BARE),
    ("card 4111 1111 1111 1111", BARE),
    ("KP4637962831", TEN),
    ("1042-77", BARE),
    ("v1.1042", BARE),
    ("user1042@mail.example", BARE),
    ("123456789", BARE),
    ("TW-1", BOTH),
    ("XTW-1017", BOTH),
    ("order please", WORDS),
    ("kindly refund", WORDS),
    ("", BARE),
]


def _compiled(patterns: tuple[str, ...]) -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in patterns]


@pytest.mark.parametrize(("text", "patterns", "ids"), READ)
def test_an_order_number_is_read(text: str, patterns: tuple[str, ...], ids: list[str]) -> None:
    assert list(dict.fromkeys(number.id for number in find(text, _compiled(patterns)))) == ids


@pytest.mark.parametrize(("text", "patterns"), NOT_READ)
def test_another_number_is_not_read(text: str, patterns: tuple[str, ...]) -> None:
    assert [number.id for number in find(text, _compiled(patterns))] == []


def test_a_span_covers_what_is_written() -> None:
    text = "Hi, order no. 1\u00a0042 and tw\u20131017!"
    found = find(text, _compiled(BOTH))
    assert [text[one.start : one.end] for one in found] == ["1\u00a0042", "tw\u20131017"]


def test_no_pattern_reads_nothing() -> None:
    assert find("order 1042", []) == []


PATTERNS = [
    r"\d{3,8}",
    r"\d{10}",
    r"TW-\d{3,8}",
    r"[A-Z]{2}\d{6}",
    r"\d{4}-[A-Z]",
    r"[A-Z0-9]{8}",
    r"[A-Z]{3}/\d{2,4}",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data())
def test_any_id_after_the_word_order_is_found_exactly(pattern: str, data: st.DataObject) -> None:
    order = data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True))
    before = data.draw(
        st.sampled_from(["order ", "Where is order ", "my order no. ", "order #", "Order: ", "Bestellung "])
    )
    after = data.draw(st.sampled_from(["", ".", "!", "?", ", please", " arrived broken", " is late\n", ") thanks"]))
    (found,) = find(f"{before}{order}{after}", [re.compile(pattern)])
    assert (found.id, found.start, found.end) == (order, len(before), len(before) + len(order))


@given(st.text(max_size=300))
@example("#" * 100)
@example("İ order 1042")
def test_whatever_is_found_is_in_the_text_and_matches(text: str) -> None:
    patterns = _compiled(BOTH)
    end = 0
    for number in find(text, patterns):
        assert end <= number.start < number.end <= len(text)
        assert any(pattern.fullmatch(number.id) for pattern in patterns)
        end = number.end


@pytest.mark.parametrize(
    "piece", ["1042 ", "order 1042 and ", "1", "A-", "1 ", "order ", "# ", "a1-b2/", "(1", "TW-"]
)
def test_the_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    patterns = [*_compiled(BOTH), re.compile(r"[A-Z0-9-]+\d*\d*")]

    def calls(length: int) -> int:
        profile = cProfile.Profile()
        profile.runcall(find, piece * (length // len(piece)), patterns)
        return sum(entry.callcount for entry in profile.getstats())

    calls(1000)
    assert calls(20_000) < 5 * calls(5_000)  # quadratic would be 16 times


def test_a_number_longer_than_any_is_not_read() -> None:
    assert find(f"order {'1' * (MAX_LENGTH + 1)}", [re.compile(r"\d+")]) == []
    assert len(find(f"order {'1' * MAX_LENGTH}", [re.compile(r"\d+")])) == 1


@pytest.mark.parametrize(
    ("text", "unreadable"),
    [
        ("Order ID: 3300550142, where is it?", ["3300550142"]),
        ("where is order AB-1017?", ["AB-1017"]),
        ("order no. 12", []),
        ("order 1042", []),
        ("my order from 12.11.2026", []),
        ("order 12.11.2026", []),
        ("I want to order 1000000000 bulbs", []),
        ("invoice no. 3300550142", []),
        ("an order for 3 people", []),
    ],
)
def test_what_is_named_and_not_read_is_told_apart_from_no_name(text: str, unreadable: list[str]) -> None:
    assert find_unreadable(text, _compiled(BOTH)) == unreadable


def test_order_numbers_are_replaced_where_they_stand() -> None:
    patterns = [re.compile(r"KW-[0-9A-Z]{5}")]
    assert replace("where is kw-7f3k2, or KW-B4T81?", patterns, "1042") == "where is 1042, or 1042?"
    assert replace("no number here", patterns, "1042") == "no number here"
