"""On a phone the main menu is one line that opens, with keys and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk.test_reviewing import sign_in

pytestmark = pytest.mark.browser


def test_the_menu_opens_and_leads_on(open_page: Callable[..., Page]) -> None:
    page = open_page(scripts=False)
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page)
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    expect(menu).to_contain_text("Overzicht")
    expect(menu.get_by_role("link", name="Inzendingen")).to_be_hidden()
    box = menu.bounding_box()
    assert box
    assert box["height"] <= 60, "one line"
    summary = menu.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Inzendingen")).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Overzicht")).to_be_focused()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    menu.get_by_role("link", name="Inzendingen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inzendingen")
    expect(menu.locator("summary")).to_contain_text("Inzendingen")
