"""The pages wear a shop's colour and logo without a looser security policy."""

import re

import pytest
from firstcontact.shop.published import PublishedShop
from firstcontact.shop.records import Look

from tests.browser.gateway import ConsoleServices, ask, header
from tests.plain_shop import plain_shop

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
PAGES = ("/", "/review", "/articles/returns")


def a_shop(colour: str | None = "#7a2e3a", logo: str | None = SVG, name: str = "A & B") -> PublishedShop:
    profile = plain_shop().profile.model_copy(update={"name": name, "look": Look(colour=colour)})
    return plain_shop().model_copy(update={"profile": profile, "logo": logo})


def wearing(shop: PublishedShop) -> ConsoleServices:
    services = ConsoleServices()
    services.published = shop
    return services


def links(body: str) -> dict[str, str]:
    """The links to the shop's own assets, with the release that each names."""
    return dict(re.findall(r'"assets/(look\.css|logo\.svg)\?v=(\w+)"', body))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_the_logo_in_place_of_the_name_which_stays_its_alternative(path: str) -> None:
    body = ask(path, wearing(a_shop()))["body"]
    assert re.findall(r'<img class="logo" src="assets/logo\.svg\?v=\w+" alt="A &amp; B">', body)
    assert "icon.svg?v=" in body  # of the browser's tab
    assert 'class="icon"' not in body
    assert "<!-- " not in body


@pytest.mark.parametrize("path", ["/", "/articles/returns"])
def test_a_shop_without_a_logo_shows_its_name(path: str) -> None:
    body = ask(path, wearing(a_shop(logo=None)))["body"]
    assert re.findall(r'<img class="icon"[^>]+>A &amp; B', body)
    assert set(links(body)) == {"look.css"}


@pytest.mark.parametrize("path", PAGES)
def test_a_shop_without_a_look_has_the_suites_own(path: str) -> None:
    body = ask(path, wearing(a_shop(colour=None, logo=None)))["body"]
    assert links(body) == {}
    assert ask("/assets/look.css", wearing(a_shop(colour=None)))["statusCode"] == 404
    assert ask("/assets/logo.svg")["statusCode"] == 404  # nothing is published


@pytest.mark.parametrize("path", PAGES)
def test_the_look_loosens_no_rule_of_the_page(path: str) -> None:
    worn = ask(path, wearing(a_shop()))
    assert header(worn, "Content-Security-Policy") == header(ask(path), "Content-Security-Policy")
    assert re.findall(r"<style|\sstyle=", worn["body"]) == []


def test_the_colour_is_a_stylesheet_with_text_that_can_be_read_on_it() -> None:
    answer = ask("/assets/look.css", wearing(a_shop("#fc0")))
    assert header(answer, "Content-Type").startswith("text/css")
    assert "--shop: #fc0; --on-shop: #000000;" in answer["body"]
    assert "--on-shop: #ffffff;" in ask("/assets/look.css", wearing(a_shop("#0b6b5e")))["body"]


def test_a_logo_opened_by_itself_can_run_and_load_nothing() -> None:
    answer = ask("/assets/logo.svg", wearing(a_shop()))
    assert (answer["body"], header(answer, "Content-Type")) == (SVG, "image/svg+xml; charset=utf-8")
    rules = header(answer, "Content-Security-Policy").split("; ")
    assert {"default-src 'none'", "sandbox"} <= set(rules)
    assert not any(rule.startswith("script-src") for rule in rules)
    assert header(answer, "X-Content-Type-Options") == "nosniff"


@pytest.mark.parametrize("file", ["look.css", "logo.svg"])
def test_a_look_is_kept_until_another_is_published(file: str) -> None:
    services = wearing(a_shop())
    first = links(ask("/", services)["body"])[file]
    assert "immutable" in header(ask(f"/assets/{file}", services, query={"v": first}), "Cache-Control")
    services.published = a_shop("#0b6b5e", SVG.replace("M0 0", "M1 1"))
    assert links(ask("/", services)["body"])[file] != first
    assert header(ask(f"/assets/{file}", services, query={"v": first}), "Cache-Control") == "no-cache"
