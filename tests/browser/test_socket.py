"""The chat's connection: it drops, comes back, and nothing is lost or sent twice."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import events
from tests.browser.events import CONVERSATION
from tests.browser.fake_suite import FakeSuite
from tests.browser.people import enter_chat, log, say

pytestmark = pytest.mark.browser
WATCH = """() => {
  window.seen = [];
  const line = document.getElementById("line");
  new MutationObserver(() => window.seen.push(line.textContent)).observe(line, { childList: true });
}"""


def test_the_conversation_resumes_after_the_connection_dropped(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    say(page, "Where is it?")
    suite.tell(events.status("received"))
    expect(page.locator("#stage")).to_have_text("Received")
    suite.messages = [
        events.said("customer", "Where is it?", 1),
        events.said("assistant", "It arrives today.", 2, status="answered", sources=[], feedback="up"),
    ]
    suite.drop()
    expect(log(page).locator(".words")).to_have_text(["Where is it?", "It arrives today."])
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#stage")).to_have_text("")
    assert suite.wait(action="resume") == [{"action": "resume", "conversation_id": CONVERSATION}]


def test_a_message_written_while_offline_is_sent_once_when_connected_again(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    suite.out_of_order = True  # else the page may be back before it is written to
    suite.drop()
    say(page, "Are you there?")
    expect(log(page).get_by_text("Will be sent when you are connected again.")).to_be_visible()
    suite.out_of_order = False
    assert [event["text"] for event in suite.wait()] == ["Are you there?"]
    suite.tell(events.status("received"))
    expect(log(page).locator(".delivery")).to_have_count(0)


def test_a_message_that_may_be_lost_is_offered_again_and_never_repeated_unasked(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    say(page, "Hello?")
    suite.wait()
    suite.drop()
    expect(log(page).get_by_text("This message may not have arrived.")).to_be_visible()
    assert len(suite.wait()) == 1
    page.get_by_role("button", name="Send again").click()
    assert len(suite.wait(2)) == 2
    expect(log(page).locator(".mine")).to_have_count(1)


def test_a_reply_that_was_lost_with_the_connection_is_looked_for(page: Page, suite: FakeSuite) -> None:
    page.clock.install()
    enter_chat(page, suite)
    say(page, "Where is it?")
    suite.tell(events.status("received"))
    suite.messages = [events.said("customer", "Where is it?", 1)]
    suite.drop()
    page.clock.fast_forward(1000)
    suite.wait(action="resume")
    expect(page.locator("#stage")).to_have_text("Received")
    expect(page.locator("#line")).to_have_text("Connected")
    suite.messages = [*suite.messages, events.said("assistant", "Here.", 2, status="answered")]
    page.clock.fast_forward(4000)
    expect(log(page).locator(".words")).to_have_text(["Where is it?", "Here."])


def test_a_long_interruption_is_said_and_a_short_one_is_not(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    page.evaluate(WATCH)
    suite.drop()
    page.wait_for_timeout(1000)
    assert page.evaluate("window.seen.filter((text) => text !== 'Connected')") == []
    suite.out_of_order = True
    suite.drop()
    expect(page.locator("#line")).to_have_text("Connection lost, trying again")


def test_a_reload_comes_back_to_the_conversation(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    say(page, "Where is it?")
    suite.tell(events.status("received"), events.reply("Here."))
    suite.messages = [
        events.said("customer", "Where is it?", 1),
        events.said("assistant", "Here.", 2, status="answered"),
    ]
    expect(log(page).locator(".answered")).to_have_count(1)
    page.reload()
    expect(log(page).locator(".words")).to_have_text(["Where is it?", "Here."])
