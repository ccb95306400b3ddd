"""Both pages for everybody: by keyboard, on a narrow screen, in the dark, to a screen reader."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser import events
from tests.browser.events import ARTICLE, CONVERSATION
from tests.browser.fake_suite import PASSWORD, FakeSuite
from tests.browser.people import enter, enter_chat, log
from tests.browser.reviews import review

pytestmark = pytest.mark.browser
COMPLAINTS = (Path(__file__).parent / "accessible.js").read_text()
LONG = "https://shop.example.com/" + "a" * 90


def _sign_in(page: Page, suite: FakeSuite) -> None:
    page.goto(suite.url("/"))
    page.get_by_role("button", name="Sign in").click()


def _chat(page: Page, suite: FakeSuite) -> None:
    """A conversation with one of everything."""
    suite.conversations = [{"conversation_id": CONVERSATION, "title": LONG, "opened_at": "2026-11-20T10:00:00Z"}]
    suite.messages = [
        events.said("customer", LONG, 1),
        events.said("assistant", "Like this.", 2, status="answered", sources=[ARTICLE, {**ARTICLE, "title": LONG}]),
        events.said("assistant", "A colleague reads this.", 3, status="in_review"),
        events.said("assistant", "Done.", 4, status="acted", feedback="up"),
        events.said("assistant", "Cancel order 1001?", 5, status="confirm"),
    ]
    enter_chat(page, suite)
    if page.get_by_role("button", name="History").is_visible():
        page.get_by_role("button", name="History").click()
    page.locator("#conversations button").click()
    expect(log(page).locator(".turn")).to_have_count(5)
    suite.tell(events.status("checking"), {"type": "error", "problem": events.problem("the search is down")})
    page.get_by_label("Your message").fill("x" * 9000)
    expect(log(page).locator(".trouble")).to_be_visible()


def _desk(page: Page, suite: FakeSuite) -> None:
    suite.reviews = [
        review(1, LONG, claimed_by="person-1", state="claimed"),
        review(2, "Where is it?", claimed_by="person-2", state="claimed"),
    ]
    enter(page, suite, "/review")
    page.get_by_text("Keyboard shortcuts", exact=True).click()
    page.locator("#reviews button").first.click()
    page.get_by_role("button", name="Reject").click()
    page.locator("form .row").get_by_role("button", name="Reject").click()


Scene = Callable[[Page, FakeSuite], None]


@pytest.mark.parametrize("scene", [_sign_in, _chat, _desk])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_on_the_pages_shuts_anybody_out(
    page: Page, suite: FakeSuite, scene: Scene, colours: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=colours)
    scene(page, suite)
    assert page.evaluate(COMPLAINTS) == []


@pytest.mark.parametrize("scene", [_sign_in, _chat, _desk])
def test_a_screen_of_320_pixels_never_scrolls_sideways(page: Page, suite: FakeSuite, scene: Scene) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    scene(page, suite)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.getElementById('log')?.scrollWidth ?? 0") <= 320
    assert page.evaluate(COMPLAINTS) == []


def test_where_to_write_stays_in_sight_on_a_phone(page: Page, suite: FakeSuite) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    _chat(page, suite)
    expect(page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)


def test_a_customer_needs_no_mouse(page: Page, suite: FakeSuite) -> None:
    suite.script["Cancel my order"] = [events.status("received"), events.reply("Cancel order 1001?", "confirm")]
    page.goto(suite.url("/"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    page.keyboard.press("Enter")
    for typed in ("mara@example.com", PASSWORD):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message")).to_be_focused()
    expect(page.locator("#line")).to_have_text("Connected")
    page.keyboard.type("Cancel my order")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message")).to_be_focused()
    expect(page.get_by_role("button", name="Yes")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Yes")).to_be_focused()
    page.keyboard.press("Enter")
    assert [event["text"] for event in suite.wait(2)] == ["Cancel my order", "yes"]


def test_the_focus_follows_the_reading_order_and_can_be_seen(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    seen = []
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # the browser's own bar, between the last control and the first
        seen.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    named = ["Send", "Skip to the conversation", "Talk to a person", "Sign out", "New conversation", "log", "text"]
    assert seen[:7] == named


def test_what_changes_is_announced_politely(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    expect(page.get_by_role("log", name="Conversation")).to_have_count(1)
    for part in ("#line", "#stage", "#too-long"):
        expect(page.locator(part)).to_have_role("status")


def test_whoever_wants_no_motion_gets_none(page: Page, suite: FakeSuite) -> None:
    _chat(page, suite)
    moving = "document.getAnimations().filter((a) => a.effect.getKeyframes().some((k) => 'transform' in k)).length"
    assert page.evaluate(moving) == 0
    suite.tell(events.status("checking"))
    assert page.evaluate("getComputedStyle(document.getElementById('stage'), '::before').animationName") == "none"
