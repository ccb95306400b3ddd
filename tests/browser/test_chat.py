"""The chat page: what a customer sees from the first word to the last."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import events
from tests.browser.events import ARTICLE, CASE, CONVERSATION, REPLY
from tests.browser.fake_suite import FakeSuite
from tests.browser.people import enter_chat, log, say

pytestmark = pytest.mark.browser


def test_the_status_is_shown_at_once_and_follows_the_reply(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    say(page, "How do I return my headphones?")
    expect(page.locator("#stage")).to_have_text("Sending")
    for stage, text in (
        ("received", "Received"),
        ("searching", "Searching"),
        ("checking", "Checking every sentence"),
    ):
        suite.tell(events.status(stage))
        expect(page.locator("#stage")).to_contain_text(text)
    suite.tell(events.reply("Within 30 days."))
    expect(page.locator("#stage")).to_have_text("")


def test_sentences_appear_as_they_come_and_in_their_order(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    say(page, "How do I return my headphones?")
    suite.tell(
        events.status("received"), events.sentence(2, "Print the label."), events.sentence(1, "Open your order.")
    )
    expect(log(page).locator(".draft .words")).to_have_text("Open your order. Print the label.")
    suite.tell(events.reply("Open your order. Print the label."))
    expect(log(page).locator(".answered .words")).to_have_text("Open your order. Print the label.")
    expect(log(page).locator(".draft")).to_have_count(0)


def test_sources_are_links_and_only_to_the_web(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    evil = {"document_id": "x", "title": "Not a link", "url": "javascript:alert(1)"}
    say(page, "How?")
    suite.tell(events.status("received"), events.reply("Like this.", sources=[ARTICLE, evil]))
    link = log(page).get_by_role("link", name=ARTICLE["title"])
    expect(link).to_have_attribute("href", ARTICLE["url"])
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(log(page).get_by_text("Not a link")).to_be_visible()
    expect(log(page).get_by_role("link")).to_have_count(1)


@pytest.mark.parametrize(("locale", "shown"), [("en-GB", "3 May 2026"), ("de-DE", "03.05.2026")])
def test_a_source_shows_its_day_as_the_reader_writes_it_and_nothing_where_it_has_none(
    browser: Browser, suite: FakeSuite, locale: str, shown: str
) -> None:
    undated = {"document_id": "x", "title": "Undated", "url": "", "updated_at": None}
    old = {"document_id": "y", "title": "Kept before", "url": ""}
    page = browser.new_page(locale=locale, timezone_id="America/New_York")
    enter_chat(page, suite)
    say(page, "How?")
    suite.tell(events.status("received"), events.reply("Like this.", sources=[ARTICLE, undated, old]))
    expect(log(page).locator(".sources li")).to_have_text(
        [f"{ARTICLE['title']} (opens in a new tab) · {shown}", "Undated", "Kept before"]
    )
    page.close()


def test_a_reply_released_later_takes_the_place_of_the_waiting_note(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    say(page, "My parcel burned")
    suite.tell(events.status("received"), events.handover("A colleague will read this."))
    say(page, "And something else")
    suite.tell(
        events.status("received", "case_2"),
        events.reply("Sure.", case_id="case_2", message_id="msg_2"),
        events.handover("A colleague will read this."),
    )
    expect(log(page).locator(".in_review")).to_have_count(1)
    suite.tell(events.reply("We send a new one."))
    expect(log(page).locator(".words")).to_have_text(
        ["My parcel burned", "We send a new one.", "And something else", "Sure."]
    )
    expect(page.locator("#stage")).to_have_text("Your reply has arrived.")


def test_a_confirmation_is_answered_with_a_button(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    suite.script["yes"] = [events.status("acting"), events.reply("Cancelled.", "acted", message_id="msg_9")]
    say(page, "Cancel my order")
    suite.tell(events.status("received"), events.reply("Cancel order 1001?", "confirm"))
    page.get_by_role("group", name="Your answer").get_by_role("button", name="Yes").click()
    expect(log(page).locator(".words")).to_have_text(["Cancel my order", "Cancel order 1001?", "yes", "Cancelled."])
    expect(page.get_by_role("group", name="Your answer")).to_have_count(0)
    assert suite.wait(2)[-1] == {"action": "message", "text": "yes", "conversation_id": CONVERSATION}


def test_a_thumb_is_kept_with_its_reply(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    say(page, "How?")
    suite.tell(events.status("received"), events.reply("Like this."))
    page.get_by_role("button", name="Not helpful").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    expect(page.get_by_role("button", name="Not helpful")).to_have_attribute("aria-pressed", "true")
    assert suite.feedback == [{"message_id": REPLY, "feedback": "down"}]


def test_a_person_is_one_button_away(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    page.get_by_role("button", name="Talk to a person").click()
    assert suite.wait()[0] == {"action": "message", "text": "I want to talk to a person"}


def test_a_script_in_a_reply_is_shown_and_never_run(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    attack = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    say(page, attack)
    suite.tell(
        events.status("received"),
        events.sentence(1, attack),
        events.reply(attack, sources=[{**ARTICLE, "title": attack}]),
    )
    expect(log(page).locator(".answered .words")).to_have_text(attack)
    assert page.title() == "First Contact"
    assert log(page).locator("img, script").count() == 0


def test_a_problem_says_what_to_do(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    say(page, "How?")
    suite.tell({"type": "error", "problem": events.problem("the search is down")})
    expect(log(page).get_by_text("the search is down")).to_be_visible()
    expect(log(page).get_by_text("Wait a moment.")).to_be_visible()
    expect(page.locator("#stage")).to_have_text("")


def test_a_message_over_8_kb_is_counted_in_bytes_and_not_sent(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    field = page.get_by_label("Your message")
    field.fill("é" * 4097)
    expect(page.locator("#too-long")).to_contain_text("8,194 of 8,192 bytes")
    field.press("Enter")
    field.fill("é" * 4096)
    expect(page.locator("#too-long")).to_have_text("")
    field.press("Enter")
    assert [len(event["text"]) for event in suite.wait()] == [4096]


def test_shift_and_enter_break_the_line(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    field = page.get_by_label("Your message")
    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    field.press("Enter")
    assert suite.wait()[0]["text"] == "one\ntwo"


def test_an_earlier_conversation_opens_from_the_list(page: Page, suite: FakeSuite) -> None:
    suite.conversations = [
        {"conversation_id": CONVERSATION, "title": "Broken charger", "opened_at": "2026-11-20T10:00:00Z"}
    ]
    suite.messages = [
        events.said("customer", "Broken charger", 1),
        events.said("assistant", "Sorry!", 2, status="answered"),
    ]
    enter_chat(page, suite)
    page.get_by_role("button", name="Broken charger").click()
    expect(log(page).locator(".words")).to_have_text(["Broken charger", "Sorry!"])
    say(page, "Thanks")
    assert suite.wait()[0]["conversation_id"] == CONVERSATION
    page.get_by_role("button", name="New conversation").click()
    suite.tell(events.status("searching"), events.sentence(1, "Late."), events.reply("Late.", case_id=CASE))
    expect(page.get_by_text("How can we help?")).to_be_visible()
    expect(log(page).locator(".words")).to_have_count(0)


def test_the_newest_words_stay_in_sight_unless_the_reader_went_back(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    say(page, "Tell me everything\n" + "and more " * 300)
    suite.tell(events.status("received"), *(events.sentence(n, f"Sentence {n}. " * 30) for n in range(1, 6)))
    expect(log(page).get_by_text("Sentence 5.")).to_be_in_viewport()
    log(page).evaluate(
        "(log) => new Promise((seen) => {"
        " log.addEventListener('scroll', () => seen(), { once: true }); log.scrollTo(0, 0); })"
    )
    suite.tell(events.sentence(6, "Sentence 6. " * 30))
    expect(log(page).get_by_text("Sentence 6.")).to_be_attached()
    assert log(page).evaluate("(log) => log.scrollTop") == 0
