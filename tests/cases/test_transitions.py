"""A customer who waits for a person reads when one is there, if that is not now."""

from datetime import datetime

import pytest
from firstcontact.cases import transitions
from firstcontact.routing.route import Destination, Route, Signals
from firstcontact.shop.published import PublishedShop
from firstcontact.shop.records import OfficeHours

from tests.examples import a_case
from tests.plain_shop import plain_shop

WAITING = {language: plain_shop().sentences.say("waiting", language) for language in ("en", "de")}
SATURDAY, MONDAY = (datetime.fromisoformat(f"2026-11-{day}T10:00:00+01:00") for day in (28, 30))


def a_shop(**replies: str) -> PublishedShop:
    hours = OfficeHours.model_validate({"monday": "08:30-17:30"})
    profile = plain_shop().profile.model_copy(update={"office_hours": hours})
    own = {"en": {key: (text,) for key, text in replies.items()}}
    return plain_shop().model_copy(update={"profile": profile, "replies": own})


@pytest.mark.parametrize(
    ("language", "opens"),
    [
        ("en", "Our team is back on Monday, 30 November 2026, at 08:30 (CET)."),
        ("de", "Unser Team ist am Montag, 30. November 2026, um 08:30 Uhr (CET) wieder da."),
    ],
)
def test_outside_office_hours_the_notice_says_when_the_desk_opens(language: str, opens: str) -> None:
    route = Route(destination=Destination.PERSON, reason="asked for", signals=Signals(language=language))
    case = transitions.waiting(a_case(route=route), "not sure", a_shop(), SATURDAY)
    assert case.notice == f"{WAITING[language]} {opens}"


def test_during_office_hours_the_notice_says_only_that_a_person_reads_it() -> None:
    assert transitions.waiting(a_case(), "not sure", a_shop(), MONDAY).notice == WAITING["en"]


def test_a_shop_without_office_hours_says_nothing_about_them() -> None:
    assert transitions.waiting(a_case(), "not sure", plain_shop(), SATURDAY).notice == WAITING["en"]


def test_a_shop_words_both_sentences_and_the_moment_itself() -> None:
    shop = a_shop(waiting="Wait.", desk_opens="Back {opens}!", opening="{weekday} {time}")
    assert transitions.waiting(a_case(), "not sure", shop, SATURDAY).notice == "Wait. Back Monday 08:30!"
