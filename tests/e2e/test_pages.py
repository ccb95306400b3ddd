"""The two pages in a real browser, on the booted suite: a question answered, and one a colleague answers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium
from tests.e2e.suite import Suite

pytestmark = [pytest.mark.suite, pytest.mark.browser, pytest.mark.xdist_group("suite")]
PATIENCE = 20_000  # milliseconds


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from chromium.launched()


def _signed_in(browser: Browser, suite: Suite, person: str, path: str = "") -> Page:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{suite.description['chat']}{path}")
    user = suite.description["internal"]["users"][person]
    page.get_by_label("E-mail").fill(user["username"])
    page.get_by_label("Password", exact=True).fill(user["password"])
    page.keyboard.press("Enter")
    return page


def _say(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")


def test_a_customer_reads_an_answer_with_its_sources(browser: Browser, suite: Suite) -> None:
    page = _signed_in(browser, suite, "customer")
    _say(page, "How long does standard delivery to Germany take?")
    source = page.get_by_role("link", name="Shipping costs and delivery times")
    expect(source).to_be_visible(timeout=PATIENCE)
    with page.expect_popup() as opened:
        source.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Shipping costs and delivery times")
    expect(opened.value.get_by_text("working days").first).to_be_visible()


def test_a_colleague_s_reply_arrives_in_the_open_window(browser: Browser, suite: Suite) -> None:
    chat = _signed_in(browser, suite, "customer")
    _say(chat, "Can I pay with Dogecoin?")
    expect(chat.get_by_text("With a colleague")).to_be_visible(timeout=PATIENCE)
    waiting = suite.review_that(lambda review: "Dogecoin" in review["question"], "a review about Dogecoin")
    suite.decide(waiting["case_id"], {"decision": "edit", "text": "We take no Dogecoin."})
    expect(chat.get_by_text("We take no Dogecoin.")).to_be_visible(timeout=PATIENCE)


def test_a_reviewer_sees_what_waits(browser: Browser, suite: Suite) -> None:
    suite.review_of(suite.ask("Can I pay with seashells?")["case_id"])
    desk = _signed_in(browser, suite, "reviewer", "review")
    expect(desk.locator("#reviews button").first).to_be_visible(timeout=PATIENCE)
    more = desk.get_by_role("button", name="Show more reviews")
    while more.is_visible():  # the newest is on the last page
        shown = desk.locator("#reviews button").count()
        more.click()
        expect(desk.locator("#reviews button").nth(shown)).to_be_visible(timeout=PATIENCE)
    expect(desk.get_by_text("Can I pay with seashells?").first).to_be_visible(timeout=PATIENCE)
