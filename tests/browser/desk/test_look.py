"""How every page behaves on a small screen and in the browser's own judgement."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request

from models.consultations import load_definition
from tests.browser.desk.conftest import Site
from tests.browser.desk.test_reviewing import sign_in
from tests.integration.desk.town import CONSULTATION

pytestmark = pytest.mark.browser

SMALL_TARGETS = """() => [...document.querySelectorAll('button, select, textarea, input:not([type=hidden]), summary')]
  .map(element => element.closest('label.choice') || element)
  .filter(element => element.offsetParent !== null)
  .map(element => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && (box.height < 43.5 || box.width < 43.5))
  .map(([what, box]) => `${what} ${box.width}x${box.height}`)"""

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def paths(site: Site) -> list[str]:
    town = site.town
    publish = "publish: {to: openstad, project: 2, as: resource}"
    load_definition(town.services.store, f"{CONSULTATION}\n{publish}\n".encode())
    return [
        "/",
        "/inzendingen",
        "/inzendingen?zoek=000000",
        *(f"/inzendingen/{found}" for door, found in town.submissions.items() if door != "elsewhere"),
        "/publiceren",
        f"/inzendingen/{town.submissions['sms']}/publiceren",
        "/terugbellen",
        "/post",
        "/bijeenkomst",
        "/balie",
        "/balie/4821",
        f"/balie/klaar/{town.submissions['counter']}",
        "/wachtwoord",
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_fit_a_small_screen_with_targets_that_can_be_hit(
    open_page: Callable[..., Page], site: Site, dark: bool
) -> None:
    page = open_page(width=320, scripts=True, dark=dark)
    sign_in(page, "coordinator")
    for path in paths(site):
        page.goto(path)
        assert page.evaluate(OVERFLOW) == 0, path
        assert page.evaluate(SMALL_TARGETS) == [], path


def _refused(request: Request) -> list[str]:
    """What could not be had; a load that the next page cut off could have been."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url} {request.failure}"]


def test_the_browser_finds_nothing_to_object_to(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    objections: list[str] = []
    page.on("console", lambda message: objections.append(message.text))
    page.on("pageerror", lambda error: objections.append(str(error)))
    page.on("dialog", lambda dialog: objections.append(f"dialog {dialog.message}"))
    page.on("requestfailed", lambda request: objections.extend(_refused(request)))
    sign_in(page, "coordinator")
    for path in paths(site):
        page.goto(path, wait_until="networkidle")
    assert objections == []


def test_every_page_has_one_heading_a_language_and_a_title_of_its_own(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page(scripts=True)
    sign_in(page, "coordinator")
    titles = []
    for path in paths(site):
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("html").get_attribute("lang") == "nl"
        titles.append(page.title())
    assert len(set(titles)) >= len(titles) - 1
