"""A real browser on the real pages; the suite behind them is a fake."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser import chromium
from tests.browser.fake_suite import FakeSuite


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    yield from chromium.launched()


@pytest.fixture(scope="session")
def running() -> Iterator[FakeSuite]:
    with FakeSuite() as suite:
        yield suite


@pytest.fixture
def suite(running: FakeSuite) -> Iterator[FakeSuite]:
    running.reset()
    yield running
    running.drop()


@pytest.fixture(scope="session")
def context(browser: Browser) -> BrowserContext:
    """One profile for all tests, so that the pages' files are fetched once; a session lives in its own page."""
    context = browser.new_context(viewport={"width": 1100, "height": 760}, reduced_motion="reduce")
    context.set_default_timeout(5000)
    return context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must neither break its own security policy nor throw."""
    page = context.new_page()
    broken: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "TrustedHTML" in message.text:
            broken.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    page.close()
    assert broken == []
