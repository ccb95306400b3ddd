"""Sentences are said in the customer's language and in the shop's words; every language has the same ones."""

import string
from datetime import date

import pytest
from firstcontact.shop.wording import LANGUAGES, Sentences, placeholders
from firstcontact.shop.wording.catalogue import built_in, months, weekdays


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence_with_the_same_placeholders(language: str) -> None:
    formatter = string.Formatter()
    found = {
        key: frozenset(field for _, field, _, _ in formatter.parse(text) if field)
        for key, text in built_in(language).items()
    }
    assert found == placeholders()
    assert (len(months(language)), len(weekdays(language))) == (12, 7)


def test_a_sentence_is_said_in_the_customers_language_else_in_the_shops_else_in_english() -> None:
    assert Sentences().say("declined", "de").startswith("In Ordnung")
    assert Sentences(default="de").say("declined", "fr").startswith("In Ordnung")
    assert Sentences(default="fr").say("declined", "it").startswith("All right")


def test_the_shops_own_wording_takes_the_place_of_the_built_in_one() -> None:
    own = {"de": {"declined": ("Alles bleibt, wie es ist.",)}}
    sentences = Sentences(own=own, default="de", links={"returns": "https://shop.example/returns"})
    assert sentences.say("declined", "de") == "Alles bleibt, wie es ist."
    assert sentences.say("declined", "en").startswith("All right")
    linked = Sentences(own={"en": {"declined": ("See {links.returns} and {order}.",)}}, links=sentences.links)
    assert linked.say("declined", order="{x}") == "See https://shop.example/returns and {x}."


def test_of_several_variants_the_same_values_always_get_the_same_one() -> None:
    sentences = Sentences(own={"en": {"order_not_found": ("No {order}.", "{order}? None.", "Not {order}.")}})
    said = {number: sentences.say("order_not_found", order=number) for number in range(50)}
    assert said == {number: sentences.say("order_not_found", order=number) for number in range(50)}
    assert len({text.replace(str(number), "#") for number, text in said.items()}) == 3


def test_a_sentence_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        Sentences().say("no_such_sentence")


def test_a_day_is_written_as_each_language_writes_it() -> None:
    assert Sentences().date(date(2026, 11, 30)) == "30 November 2026"
    assert Sentences().date(date(2026, 3, 2), "de") == "2. März 2026"
    assert Sentences(default="de").date(date(2026, 3, 2), "pt") == "2. März 2026"
