"""The review page: what waits, claimed by one person, decided once."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import events
from tests.browser.fake_suite import FakeSuite, conflict
from tests.browser.people import enter
from tests.browser.reviews import review

pytestmark = pytest.mark.browser


def _open(page: Page, suite: FakeSuite, *reviews: dict[str, object]) -> None:
    suite.reviews = list(reviews)
    enter(page, suite, "/review")
    page.locator("#reviews button").first.click()


def test_a_review_shows_everything_that_speaks_for_or_against_the_draft(page: Page, suite: FakeSuite) -> None:
    _open(page, suite, review(1, "Can I return it?"))
    case = page.get_by_role("region", name="Review", exact=True)
    for shown in ("Can I return it?", "within 30 days", "not sure enough", "72 %", "seen_before", "distance 2"):
        expect(case).to_contain_text(shown)
    expect(case.get_by_role("link", name="How to return a product")).to_be_visible()
    expect(case.locator(".sources time")).to_have_text("May 3, 2026")
    expect(page.locator("#line")).to_have_text("1 review waits")
    expect(case.get_by_role("button")).to_have_text(["Claim"])


def test_a_claimed_review_is_approved_and_the_next_one_opens(page: Page, suite: FakeSuite) -> None:
    _open(page, suite, review(1, "Can I return it?"), review(2, "Where is it?"))
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Approve and send").click()
    expect(page.locator("#line")).to_contain_text("Approved. 1 review waits")
    expect(page.locator(".asked")).to_have_text("Where is it?")
    assert suite.decisions == [{"review_id": "rev_1", "decision": "approve"}]


def test_an_edit_sends_the_text_that_was_written(page: Page, suite: FakeSuite) -> None:
    _open(page, suite, review(1, "Can I return it?"))
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Edit").click()
    text = page.get_by_label("The reply to send instead")
    expect(text).to_have_value("You can return it within 30 days.")
    text.fill("Yes, until Friday.")
    page.get_by_role("button", name="Send this reply").click()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert suite.decisions == [{"review_id": "rev_1", "decision": "edit", "text": "Yes, until Friday."}]


def test_a_rejection_needs_its_reason(page: Page, suite: FakeSuite) -> None:
    _open(page, suite, review(1, "Can I return it?"))
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Reject").click()
    page.locator("form .row").get_by_role("button", name="Reject").click()
    expect(page.locator("form").get_by_role("alert").last).to_have_text("Please write something here first.")
    page.get_by_label("Why you reject it").fill("It is wrong.")
    page.get_by_label("Why you reject it").press("Tab")
    page.locator("form .row").get_by_role("button", name="Reject").click()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert suite.decisions == [{"review_id": "rev_1", "decision": "reject", "reason": "It is wrong."}]


def test_whoever_was_too_late_is_told_and_sees_how_things_stand(page: Page, suite: FakeSuite) -> None:
    _open(page, suite, review(1, "Can I return it?"), review(2, "Where is it?"))
    suite.too_late = conflict("another reviewer has claimed this review", "claimed_by_another")
    suite.reviews[0] = review(1, "Can I return it?", state="claimed", claimed_by="person-2", version=1)
    page.get_by_role("button", name="Claim").click()
    expect(page.locator("#notice")).to_contain_text(
        "Another reviewer was faster: another reviewer has claimed this review."
    )
    expect(page.get_by_text("A colleague has claimed this review")).to_be_visible()
    expect(page.locator("#reviews .tag")).to_have_text(["Taken"])
    expect(page.get_by_role("button", name="Claim")).to_have_count(0)


def test_an_action_is_named_and_a_missing_draft_cannot_be_approved(page: Page, suite: FakeSuite) -> None:
    _open(
        page, suite, review(1, "Refund me", action="refund_order", draft="", claimed_by="person-1", state="claimed")
    )
    expect(page.get_by_text("refund_order")).to_be_visible()
    expect(page.get_by_role("button", name="Approve the action")).to_be_disabled()
    expect(page.get_by_role("button", name="Edit")).to_be_enabled()


def test_new_reviews_appear_by_themselves_and_leave_the_writer_alone(page: Page, suite: FakeSuite) -> None:
    page.clock.install()
    _open(page, suite, review(1, "Can I return it?"))
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("The reply to send instead").fill("Half a sent")
    suite.reviews = [{**suite.reviews[0], "version": 5}, review(2, "Where is it?")]
    page.clock.fast_forward(11_000)
    expect(page.locator("#line")).to_have_text("2 reviews wait")
    expect(page.get_by_label("The reply to send instead")).to_have_value("Half a sent")
    expect(page.get_by_label("The reply to send instead")).to_be_focused()


def test_the_keyboard_alone_is_enough(page: Page, suite: FakeSuite) -> None:
    suite.reviews = [review(1, "Can I return it?"), review(2, "Where is it?")]
    enter(page, suite, "/review")
    expect(page.locator("#line")).to_have_text("2 reviews wait")
    for key in ("j", "j", "k", "c"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Approve and send")).to_be_focused()
    page.keyboard.press("e")
    page.keyboard.type("are")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Edit")).to_be_focused()
    assert suite.decisions == []
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.locator("#line")).to_contain_text("Approved.")
    assert suite.decisions == [{"review_id": "rev_1", "decision": "approve"}]


def test_shortcuts_can_be_switched_off(page: Page, suite: FakeSuite) -> None:
    _open(page, suite, review(1, "Can I return it?"))
    page.get_by_text("Keyboard shortcuts", exact=True).click()
    page.get_by_label("Use these shortcuts").uncheck()
    page.keyboard.press("c")
    page.get_by_label("Use these shortcuts").check()
    assert suite.reviews[0]["state"] == "open"


def test_an_account_that_is_no_reviewer_is_told_so(page: Page, suite: FakeSuite) -> None:
    suite.refusal = conflict("this call is for the group reviewer", "not_in_group") | {"status": 403}
    enter(page, suite, "/review")
    expect(page.locator("#notice")).to_contain_text("this call is for the group reviewer")


TWO = "refund of 1200.00 EUR: two people approve it (policy.toml:9)"


def test_a_review_shows_whose_case_it_is_what_was_said_and_the_photos(page: Page, suite: FakeSuite) -> None:
    photo = suite.url("/assets/icon.svg")
    said = [events.said("customer", "My order 1042 is broken.", 1), events.said("assistant", "Which part?", 2)]
    photos = [{"image": "claims/1", "url": photo}, {"image": "claims/2", "url": photo, "replaced": True}]
    _open(page, suite, review(1, "the lid", order_id="1042", conversation=said, photos=photos))
    expect(page.locator(".turns .words")).to_have_text(["My order 1042 is broken.", "Which part?"])
    expect(page.locator(".facts")).to_contain_text("cus_ada")
    expect(page.locator(".facts")).to_contain_text("1042")
    pictures = page.get_by_role("img", name="of the claim")
    expect(pictures).to_have_count(2)
    expect(page.get_by_text("Uploaded again after it was inspected")).to_have_count(1)
    for picture in pictures.all():
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_a_claim_can_be_given_back(page: Page, suite: FakeSuite) -> None:
    _open(page, suite, review(1, "Can I return it?"))
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Release").click()
    expect(page.locator("#line")).to_have_text("Released. 1 review waits.")
    expect(page.get_by_role("button", name="Claim")).to_be_visible()
    assert suite.reviews[0]["claimed_by"] is None


def test_an_open_page_renews_its_claim_before_it_ends(page: Page, suite: FakeSuite) -> None:
    page.clock.install()
    _open(page, suite, review(1, "Can I return it?"))
    suite.claimed_until = page.evaluate("new Date(Date.now() + 5 * 60_000).toISOString()")
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("The reply to send instead").fill("Half a sent")
    page.clock.fast_forward(11_000)
    expect(page.get_by_label("The reply to send instead")).to_have_value("Half a sent")
    assert suite.asked.count("reviews/rev_1/claim") == 2


def test_a_review_that_was_replaced_says_so(page: Page, suite: FakeSuite) -> None:
    page.clock.install()
    _open(page, suite, review(1, "Can I return it?"))
    suite.reviews = [review(2, "Can I return it?", case_id="case_1")]
    page.clock.fast_forward(11_000)
    expect(page.locator("#notice")).to_contain_text("A later review of the same case has replaced this one.")


def test_a_review_whose_money_may_have_left_can_only_be_approved(page: Page, suite: FakeSuite) -> None:
    claimed = {"claimed_by": "person-1", "state": "claimed", "claimed_until": suite.claimed_until}
    _open(page, suite, review(1, "Refund me", action="refund", unsettled=True, **claimed))
    expect(page.get_by_role("note")).to_contain_text("The money may have left")
    expect(page.locator("#reviews .tag")).to_have_text(["Waits for settlement", "Yours"])
    expect(page.locator(".decision").get_by_role("button")).to_have_text(["Approve the action", "Release"])


def test_a_long_list_is_read_page_by_page(page: Page, suite: FakeSuite) -> None:
    suite.page_size = 50
    suite.reviews = [review(n, f"Question {n}") for n in range(120)]
    enter(page, suite, "/review")
    expect(page.locator("#reviews button")).to_have_count(50)
    expect(page.locator("#line")).to_have_text("50+ reviews wait")
    page.get_by_role("button", name="Show more reviews").click()
    expect(page.locator("#reviews button")).to_have_count(100)
    page.get_by_role("button", name="Show more reviews").click()
    expect(page.locator("#line")).to_have_text("120 reviews wait")
    expect(page.get_by_role("button", name="Show more reviews")).to_be_hidden()


def test_the_first_of_two_approvals_leaves_the_review_to_a_colleague(page: Page, suite: FakeSuite) -> None:
    _open(page, suite, review(1, "Refund me", action="refund", second_approval=TWO))
    expect(page.get_by_text(TWO)).to_be_visible()
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Approve the action").click()
    expect(page.locator("#line")).to_contain_text("Approved. A colleague must approve it too.")
    expect(page.get_by_text("You approved this.")).to_be_visible()
    expect(page.locator("#reviews .tag")).to_have_text(["Approved once"])
    expect(page.get_by_role("button", name="Claim")).to_have_count(0)


def test_the_second_approval_decides(page: Page, suite: FakeSuite) -> None:
    _open(page, suite, review(1, "Refund me", action="refund", second_approval=TWO, approved_by="person-2"))
    expect(page.get_by_role("heading", name="Approved once, needs a second reviewer")).to_be_visible()
    page.get_by_role("button", name="Claim").click()
    page.get_by_role("button", name="Approve the action").click()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
