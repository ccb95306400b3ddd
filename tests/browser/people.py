"""What people do on the pages."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.fake_suite import PASSWORD, FakeSuite

SIGNED_IN = """if (location.protocol === "http:" && !window.name) {
  window.name = "signed in once";
  sessionStorage.setItem("first-contact.session", JSON.stringify({ token: "%s", ends: Date.now() + 3600000 }));
}"""


def sign_in(page: Page, suite: FakeSuite) -> None:
    """Come in by the form."""
    page.goto(suite.url("/"))
    page.get_by_label("E-mail").fill("mara@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def enter(page: Page, suite: FakeSuite, path: str = "/") -> None:
    """Open a page as somebody who has signed in already."""
    page.add_init_script(SIGNED_IN % suite.token())
    page.goto(suite.url(path))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def enter_chat(page: Page, suite: FakeSuite) -> None:
    """Open the chat and wait until the line is open."""
    enter(page, suite)
    expect(page.locator("#line")).to_have_text("Connected")


def say(page: Page, text: str) -> None:
    """Write and send a message."""
    page.get_by_label("Your message").fill(text)
    page.get_by_label("Your message").press("Enter")


def log(page: Page) -> Locator:
    """The conversation."""
    return page.get_by_role("log")
