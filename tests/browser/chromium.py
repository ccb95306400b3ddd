"""Where a Chromium is, and how it is started for tests."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
REMEDY = "no Chromium found: install one (apt-get install chromium, playwright install chromium), or set CHROMIUM"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launched() -> Iterator[Browser]:
    """A browser for as long as a fixture lasts; without one its tests say what to install."""
    with sync_playwright() as playwright:
        executable = find(playwright)
        if executable is None:
            pytest.skip(REMEDY)
        browser = start(playwright, executable)
        yield browser
        browser.close()


def find(playwright: Playwright) -> str | None:
    """The browser named in the environment, else one that is installed, else Playwright's own."""
    named = os.environ.get("CHROMIUM")
    installed = [named] if named else [path for name in NAMES if (path := shutil.which(name))]
    return next((path for path in [*installed, playwright.chromium.executable_path] if Path(path).exists()), None)


def start(playwright: Playwright, executable: str) -> Browser:
    """A headless browser that talks to nobody but the pages under test."""
    return playwright.chromium.launch(executable_path=executable, headless=True, args=list(QUIET))
