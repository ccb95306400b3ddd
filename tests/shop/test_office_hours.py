"""The next opening follows office hours, holidays and the shop's clock, also on the days on which it is changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from firstcontact.shop.office_hours import next_opening
from firstcontact.shop.records import WEEKDAYS, Holiday, OfficeHours, Profile
from hypothesis import given, settings
from hypothesis import strategies as st

PARIS = ZoneInfo("Europe/Paris")
WEEK = dict.fromkeys(WEEKDAYS[:5], "09:00-17:00")


def a_profile(hours: dict[str, str], zone: ZoneInfo = PARIS, *holidays: date) -> Profile:
    return Profile(
        name="S",
        languages=("en",),
        currency="EUR",
        time_zone=zone,
        office_hours=OfficeHours.model_validate(hours),
        holidays=tuple(Holiday(date=day, name={"en": "Holiday"}) for day in holidays),
    )


def opening(profile: Profile, at: str) -> str | None:
    found = next_opening(profile, datetime.fromisoformat(at))
    return f"{found:%a %Y-%m-%d %H:%M %Z}" if found else None


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-30T08:59:30+01:00", "Mon 2026-11-30 09:00 CET"),
        ("2026-11-30T09:00:00+01:00", None),
        ("2026-11-30T16:59:59+01:00", None),
        ("2026-11-30T17:00:00+01:00", "Tue 2026-12-01 09:00 CET"),
        ("2026-12-04T17:00:00+01:00", "Mon 2026-12-07 09:00 CET"),
        ("2026-11-30T23:30:00-08:00", "Tue 2026-12-01 09:00 CET"),  # 08:30 in Paris
        ("2026-12-24T18:00:00+01:00", "Mon 2026-12-28 09:00 CET"),  # Christmas Day is a Friday
        ("2027-03-27T12:00:00+01:00", "Mon 2027-03-29 09:00 CEST"),  # the clock is changed on Sunday
        ("2026-10-24T12:00:00+02:00", "Mon 2026-10-26 09:00 CET"),
    ],
)
def test_the_desk_opens_on_the_next_working_day(at: str, opens: str | None) -> None:
    assert opening(a_profile(WEEK, PARIS, date(2026, 12, 25)), at) == opens


def test_an_hour_that_the_clock_skips_begins_when_it_has_skipped_it() -> None:
    nights = a_profile({"sunday": "02:30-06:00"})
    assert opening(nights, "2027-03-28T01:00:00+01:00") == "Sun 2027-03-28 03:00 CEST"


def test_an_hour_that_the_clock_repeats_opens_twice() -> None:
    nights = a_profile({"sunday": "02:30-06:00"})
    assert opening(nights, "2026-10-25T02:00:00+02:00") == "Sun 2026-10-25 02:30 CEST"
    assert opening(nights, "2026-10-25T02:00:00+01:00") == "Sun 2026-10-25 02:30 CET"


def test_a_shop_without_hours_or_with_only_holidays_says_nothing() -> None:
    assert opening(a_profile({}), "2026-11-30T12:00:00+01:00") is None
    shut = [date(2026, 11, 30) + timedelta(days=7 * week) for week in range(60)]
    assert opening(a_profile({"monday": "09:00-17:00"}, PARIS, *shut), "2026-11-30T12:00:00+01:00") is None


MINUTES = st.lists(st.integers(0, 24 * 60), min_size=2, max_size=2, unique=True).map(sorted)
HOURS = MINUTES.map(lambda span: "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span))
ZONES = st.sampled_from(
    ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Tokyo", "Africa/Cairo"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(WEEKDAYS), HOURS, min_size=1),
    ZONES.map(ZoneInfo),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
)
def test_the_desk_is_closed_until_the_opening_and_open_from_then_on(
    hours: dict[str, str], zone: ZoneInfo, at: datetime
) -> None:
    profile = a_profile(hours, zone)
    opens = next_opening(profile, at)
    if opens is None:
        assert profile.is_open(at)
        return
    assert opens > at
    assert profile.is_open(opens)
    minutes = int((opens - at) / timedelta(minutes=1))
    assert not any(profile.is_open(at + timedelta(minutes=passed)) for passed in range(0, minutes, 5))
    assert not profile.is_open(opens - timedelta(seconds=1))
