"""The pages as a shop looks: its colour and its logo, in a real browser, and readable whatever the colour."""

from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from firstcontact.shop.files import Folder
from firstcontact.shop.findings import Findings
from firstcontact.shop.logo import read_logo
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.fake_suite import FakeSuite
from tests.browser.people import enter, enter_chat
from tests.browser.reviews import review
from tests.browser.test_accessible import COMPLAINTS
from tests.functions.test_console_look import a_shop

pytestmark = pytest.mark.browser
WIDE = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><path d="M0 0h200v40H0z"/></svg>'
RUNNING = WIDE.replace("<path", "<script>parent.ran = true</script><path")
BAR = "getComputedStyle(document.querySelector('.bar')).{}"


@pytest.mark.parametrize("path", ["/", "/review", "/articles/returns"])
def test_every_page_wears_the_colour_and_the_logo(page: Page, suite: FakeSuite, path: str) -> None:
    suite.publish(a_shop("#7a2e3a", WIDE, "Geigenbau"))
    page.goto(suite.url(path))
    logo = page.get_by_role("img", name="Geigenbau")
    expect(logo).to_be_visible()
    assert logo.evaluate("image => image.naturalWidth") == 200
    assert page.evaluate(BAR.format("backgroundColor")) == "rgb(122, 46, 58)"
    assert page.evaluate(BAR.format("color")) == "rgb(255, 255, 255)"


def test_a_page_follows_the_next_look_that_is_published(page: Page, suite: FakeSuite) -> None:
    suite.publish(a_shop("#7a2e3a", WIDE))
    page.goto(suite.url("/"))
    suite.publish(a_shop("#fc0", None, "Sunny"))
    page.reload()
    assert page.evaluate(BAR.format("backgroundColor")) == "rgb(255, 204, 0)"
    expect(page.get_by_role("heading", level=1)).to_have_text("Sunny")


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("colour", ["#000", "#fff", "#777777", "#ffe000", "#7a2e3a"])
def test_no_colour_makes_a_page_hard_to_read(
    page: Page, suite: FakeSuite, colour: str, mode: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=mode)
    suite.publish(a_shop(colour, WIDE))
    enter_chat(page, suite)
    assert page.evaluate(COMPLAINTS) == []
    suite.reviews = [review(1, "Can I return it?", claimed_by="person-1", state="claimed")]
    enter(page, suite, "/review")
    page.locator("#reviews button").first.click()
    page.get_by_role("button", name="Approve").hover()
    assert page.evaluate(COMPLAINTS) == []


def test_a_png_shows_on_every_page_too(page: Page, suite: FakeSuite, tmp_path: Path) -> None:
    Image.new("RGB", (90, 30), (200, 0, 0)).save(tmp_path / "logo.png")
    suite.publish(a_shop(logo=read_logo(Folder(tmp_path, Findings()), "logo.png", 1, Findings())))
    page.goto(suite.url("/"))
    shown = Image.open(BytesIO(page.locator(".logo").screenshot())).convert("RGB")
    assert shown.getpixel((shown.width // 2, shown.height // 2)) == (200, 0, 0)


def test_a_script_in_a_logo_does_not_run(page: Page, suite: FakeSuite) -> None:
    """Even one that the check of the folder, which refuses scripts, did not see."""
    suite.publish(a_shop(logo=RUNNING))
    page.goto(suite.url("/"))
    expect(page.locator(".logo")).to_be_visible()
    assert page.evaluate("window.ran") is None
