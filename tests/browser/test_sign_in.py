"""Signing in and out of both pages, however their address was typed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import events
from tests.browser.fake_suite import AWS, LAPTOP, PASSWORD, FakeSuite
from tests.browser.people import enter, enter_chat, sign_in

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_said_clearly(page: Page, suite: FakeSuite) -> None:
    page.goto(suite.url("/"))
    page.get_by_label("E-mail").fill("mara@example.com")
    page.get_by_label("Password").fill("wrong")
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("password is not right")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_the_right_password_opens_the_chat_and_is_kept_nowhere(page: Page, suite: FakeSuite) -> None:
    sign_in(page, suite)
    expect(page.locator("#line")).to_have_text("Connected")
    kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
    assert suite.token() in kept
    assert PASSWORD not in kept
    assert page.get_by_label("Password").input_value() == ""


def test_nothing_is_sent_before_both_fields_are_filled(page: Page, suite: FakeSuite) -> None:
    page.goto(suite.url("/"))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("Please enter")
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_signing_out_forgets_everything(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_session_that_ended_asks_to_sign_in_again(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    suite.person["sub"] = "the-token-is-no-longer-good"
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("Your session has ended")


def test_an_account_that_is_no_customer_is_told_so(page: Page, suite: FakeSuite) -> None:
    suite.refusal = events.problem("this call is for customers", "not_a_customer", 403)
    enter(page, suite)
    expect(page.get_by_role("log")).to_contain_text("this call is for customers")


@pytest.mark.parametrize("mount", [LAPTOP, AWS])
@pytest.mark.parametrize(
    ("path", "title"),
    [("", "Sign in to chat"), ("/", "Sign in to chat"), ("/review", "review desk"), ("/review/", "review desk")],
)
def test_the_pages_work_under_any_stage_with_and_without_a_slash(
    page: Page, suite: FakeSuite, mount: str, path: str, title: str
) -> None:
    page.goto(suite.url(path, mount))
    expect(page.get_by_role("heading", level=2)).to_contain_text(title)
    assert page.evaluate("getComputedStyle(document.body).display") == "flex"


def test_a_second_visit_reads_only_the_page_and_its_settings(page: Page, suite: FakeSuite) -> None:
    enter_chat(page, suite)
    suite.asked.clear()
    page.goto("about:blank")
    page.goto(suite.url("/"))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.locator("#line")).to_have_text("Connected")
    assert sorted(set(suite.asked)) == ["/?", "/assets/config.json?"]
