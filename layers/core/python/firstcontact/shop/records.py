"""shop.toml as a record: name, languages, office hours, order numbers and answer modes."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from firstcontact.record import Record
from firstcontact.shop.currencies import Currency
from firstcontact.shop.order_patterns import OrderPatterns
from firstcontact.shop.values import (
    Colour,
    Domain,
    Languages,
    MailAddress,
    Name,
    Text,
    TimeZone,
    WebAddress,
    Wording,
)

Mode = Literal["off", "shadow", "draft", "automatic"]
DEFAULT_ORDER_PATTERN = re.compile(r"\d{3,8}")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(\d\d):(\d\d)\s*[-–]\s*(\d\d):(\d\d)")  # noqa: RUF001 - people write either dash
_MIDNIGHT = 24 * 60


class Hours(Record):
    """The office hours of a day, in minutes after midnight; 24:00 is the end of the day."""

    opens: int
    closes: int

    @property
    def opening_time(self) -> time:
        """The opening time."""
        return time(self.opens // 60, self.opens % 60)

    def covers(self, moment: time) -> bool:
        """Whether the shop is open at this time of day."""
        return self.opens <= moment.hour * 60 + moment.minute < self.closes

    def __str__(self) -> str:
        return f"{self.opens // 60:02}:{self.opens % 60:02}-{self.closes // 60:02}:{self.closes % 60:02}"


def _hours(given: object) -> object:
    if given is None or isinstance(given, Hours):
        return given
    found = _HOURS.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        raise ValueError('write opening and closing time as "09:00-18:00"')
    opens, closes = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if int(found[2]) > 59 or int(found[4]) > 59 or not opens < closes <= _MIDNIGHT:
        raise ValueError(f"{given} is not within one day: write the earlier time first, at most 24:00")
    return Hours(opens=opens, closes=closes)


Day = Annotated[Hours | None, BeforeValidator(_hours), PlainSerializer(lambda hours: hours and str(hours))]


class OfficeHours(Record):
    """The hours of each weekday; a day without hours is closed."""

    monday: Day = None
    tuesday: Day = None
    wednesday: Day = None
    thursday: Day = None
    friday: Day = None
    saturday: Day = None
    sunday: Day = None

    def on(self, day: date) -> Hours | None:
        """The hours on a date's weekday."""
        found: Hours | None = getattr(self, WEEKDAYS[day.weekday()])
        return found


class Holiday(Record):
    """A day on which the shop is closed, and its name."""

    date: date
    name: Wording


class Orders(Record):
    """The patterns of order numbers; if a pattern has a group, the group is the id."""

    patterns: OrderPatterns = ()


class Look(Record):
    """The colour and logo of the pages; without a logo the shop's name is shown."""

    colour: Colour | None = None
    logo: Text | None = None


class Answers(Record):
    """How automatically replies are sent: in general, and for single intents."""

    mode: Mode | None = None
    intents: Mapping[str, Mode] = {}


class Profile(Record):
    """The shop's profile. The first language is the default."""

    name: Annotated[Text, Field(max_length=100)]
    languages: Languages
    currency: Currency
    time_zone: TimeZone
    help_centre: WebAddress | None = None
    contact: MailAddress | None = None
    mail_domains: tuple[Domain, ...] = ()
    office_hours: OfficeHours = OfficeHours()
    holidays: tuple[Holiday, ...] = ()
    orders: Orders = Orders()
    look: Look = Look()
    links: Mapping[Name, WebAddress] = {}
    answers: Answers = Answers()

    @property
    def order_patterns(self) -> tuple[re.Pattern[str], ...]:
        """The shop's patterns of order numbers, or three to eight digits if it has none."""
        return self.orders.patterns or (DEFAULT_ORDER_PATTERN,)

    @property
    def default_language(self) -> str:
        """The language used if a text exists in no other suitable one."""
        return self.languages[0]

    def is_open(self, moment: datetime) -> bool:
        """Whether the shop is open at a moment, in its own time zone."""
        local = moment.astimezone(self.time_zone)
        hours = self.office_hours.on(local.date())
        is_holiday = any(holiday.date == local.date() for holiday in self.holidays)
        return hours is not None and not is_holiday and hours.covers(local.time())

    @model_validator(mode="after")
    def _each_holiday_once(self) -> Self:
        days = [holiday.date for holiday in self.holidays]
        if repeated := next((day for place, day in enumerate(days) if day in days[:place]), None):
            raise ValueError(f"two holidays on {repeated}: keep one")
        return self
