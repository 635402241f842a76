"""On a phone the main menu is one line that opens, with keys and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from models.vocabulary import Role
from tests.browser.desk.test_accessible import come_in, objections

pytestmark = pytest.mark.browser

PHONE = 360


def test_the_menu_is_one_line_opens_and_leads_on(open_page: Callable[..., Page]) -> None:
    page = open_page(width=PHONE)
    come_in(page, Role.COORDINATOR)
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    opens, submissions = menu.locator("summary"), menu.get_by_role("link", name="Inzendingen")
    expect(opens).to_contain_text("Overzicht")
    expect(submissions).to_have_count(0)
    box = menu.bounding_box()
    assert box
    assert box["height"] <= 60, "one line"
    opens.focus()
    page.keyboard.press("Enter")
    expect(submissions).to_be_visible()
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="Overzicht")).to_be_focused()
    submissions.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inzendingen")
    expect(opens).to_contain_text("Inzendingen")


def test_nobody_is_kept_out_of_the_open_menu(open_page: Callable[..., Page]) -> None:
    page = open_page(width=PHONE, scripts=True)
    come_in(page, Role.COORDINATOR)
    page.locator("nav summary").click()
    expect(page.get_by_role("link", name="Inzendingen")).to_be_visible()
    assert objections(page) == []
