"""Every page, for who enlarges it four times, spaces its text, stills what moves, or brings colours of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Error
from playwright.sync_api import Page as Tab

from models.vocabulary import Role
from tests.browser.desk.conftest import Site
from tests.browser.desk.test_accessible import OVERFLOW, come_in
from tests.integration.desk.pages import Page, pages

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FOUR_TIMES = {"width": 320, "height": 256}
"""CSS pixels that are left of a screen of 1280 × 1024 at 400% (WCAG 2.2, 1.4.10)."""
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
"""The spacing that a page must bear (WCAG 2.2, 1.4.12)."""
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter((one) => ['hidden', 'clip'].includes(getComputedStyle(one).overflowX))
  .filter((one) => one.clientWidth > 1 && !one.closest('.hidden, svg, thead, input'))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => `cut off: ${one.outerHTML.slice(0, 90)}`)"""
MOVES = """() => [...document.querySelectorAll('*')].map((one) => [one, getComputedStyle(one)])
  .filter(([one, style]) => style.scrollBehavior === 'smooth' || parseFloat(style.animationDuration) > 0
    || (parseFloat(style.transitionDuration) > 0 && style.transitionProperty !== 'none'))
  .map(([one]) => `moves: ${one.outerHTML.slice(0, 90)}`)"""
STUCK = """() => [...document.querySelectorAll('body *')]
  .filter((one) => ['fixed', 'sticky'].includes(getComputedStyle(one).position) && one.offsetHeight > innerHeight / 3)
  .map((one) => `stays in front: ${one.outerHTML.slice(0, 90)}`)"""
UNMARKED = """() => {
  const bare = [...document.querySelectorAll('button:not(.link), .button, .panel, .tag, .notice, select, textarea')]
    .filter((one) => one.checkVisibility() && !one.closest('.hidden') && !one.classList.contains('hidden'))
    .filter((one) => ['none', 'hidden'].includes(getComputedStyle(one).borderTopStyle));
  const here = document.querySelector('.nav [aria-current]');
  const other = document.querySelector('.nav a:not([aria-current])');
  const line = (one) => getComputedStyle(one).borderBottomColor;
  const same = here && other && line(here) === line(other) ? ['the page in the menu is not marked'] : [];
  return [...bare.map((one) => `no edge: ${one.outerHTML.slice(0, 90)}`), ...same];
}"""
LINES_OF_MENU = "() => new Set([...document.querySelectorAll('.menu-wide li')].map((one) => one.offsetTop)).size"


@dataclass(frozen=True, slots=True)
class Opened:
    page: Page
    tab: Tab


@pytest.fixture
def opened(browser: Browser, site: Site) -> Iterator[Callable[[], Iterator[Opened]]]:
    """Every page that is no download, one after the other, in a window of its role."""
    contexts = []

    def everything() -> Iterator[Opened]:
        tabs: dict[Role | None, Tab] = {}
        for page in pages(site.town):
            if page.role not in tabs:
                contexts.append(browser.new_context(base_url=site.address, viewport=FOUR_TIMES, bypass_csp=True))
                tabs[page.role] = contexts[-1].new_page()
                if page.role is not None:
                    come_in(tabs[page.role], page.role)
            tab = tabs[page.role]
            try:
                answer = tab.goto(page.path)
            except Error as problem:
                if "Download is starting" not in problem.message:
                    raise
                continue
            if answer and (answer.header_value("content-type") or "").startswith("text/html"):
                yield Opened(page, tab)

    yield everything
    for context in contexts:
        context.close()


def test_every_page_bears_what_its_reader_does_to_it(opened: Callable[[], Iterator[Opened]]) -> None:
    against: dict[str, list[str]] = {}
    for one in opened():
        tab, found = one.tab, []
        tab.set_viewport_size(FOUR_TIMES)
        tab.emulate_media(reduced_motion="reduce", forced_colors="none")
        if wide := tab.evaluate(OVERFLOW):
            found.append(f"{wide} pixels too wide at 400%")
        found += tab.evaluate(STUCK) + tab.evaluate(MOVES)
        tab.emulate_media(forced_colors="active")
        found += tab.evaluate(UNMARKED)
        tab.emulate_media(forced_colors="none")
        tab.add_style_tag(content=SPACED)
        if wide := tab.evaluate(OVERFLOW):
            found.append(f"{wide} pixels too wide with spaced text")
        found += tab.evaluate(CUT_OFF)
        if found:
            against[f"{one.page.name} {one.page.path}"] = found
    assert against == {}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMIN, Role.CLERK])
def test_the_menu_stands_on_one_line_of_a_common_screen(browser: Browser, site: Site, role: Role) -> None:
    tab = browser.new_page(base_url=site.address, viewport={"width": 1280, "height": 800})
    come_in(tab, role)
    assert tab.evaluate(LINES_OF_MENU) == 1
    tab.get_by_role("button", name="English").click()
    tab.wait_for_load_state()
    assert tab.locator("html").get_attribute("lang") == "en"
    assert tab.evaluate(LINES_OF_MENU) == 1
    tab.close()
