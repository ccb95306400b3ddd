"""When the desk opens next, by the shop's office hours, holidays and time zone."""

from datetime import UTC, datetime, time, timedelta

from firstcontact.shop.records import Hours, Profile

MAX_DAYS = 366  # a shop that is closed for longer says nothing about its next opening
_MINUTE = timedelta(minutes=1)


def next_opening(profile: Profile, at: datetime) -> datetime | None:
    """The next opening after ``at``, in the shop's time zone; None if the desk is open then, or has no hours."""
    if profile.is_open(at):
        return None
    today = at.astimezone(profile.time_zone).date()
    for day in (today + timedelta(days=count) for count in range(MAX_DAYS)):
        hours = profile.office_hours.on(day)
        if hours is None:
            continue
        opens, closes = _span(datetime.combine(day, time(), profile.time_zone), hours)
        if found := _first_open_minute(profile, max(opens, at.astimezone(UTC)), closes):
            return found.astimezone(profile.time_zone)
    return None


def _span(midnight: datetime, hours: Hours) -> tuple[datetime, datetime]:
    """The earliest and the latest instant that a day's hours can mean where a change of the clock repeats them."""
    opens, closes = (midnight + timedelta(minutes=minutes) for minutes in (hours.opens, hours.closes))
    return (
        min(opens.replace(fold=fold).astimezone(UTC) for fold in (0, 1)),
        max(closes.replace(fold=fold).astimezone(UTC) for fold in (0, 1)),
    )


def _first_open_minute(profile: Profile, start: datetime, end: datetime) -> datetime | None:
    """The first minute at which the shop is open; usually the start, unless the clock is changed at that hour."""
    moment = start.replace(second=0, microsecond=0)
    if moment < start:
        moment += _MINUTE
    while moment < end:
        if profile.is_open(moment):
            return moment
        moment += _MINUTE
    return None
