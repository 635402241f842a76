"""Filling in a consultation for a resident, in a real browser, with JavaScript switched off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.conftest import Site
from tests.browser.desk.menu import choose
from tests.browser.desk.test_reviewing import sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 320])
def test_from_the_menu_to_a_receipt(open_page: Callable[..., Page], site: Site, width: int) -> None:
    page = open_page(width=width)
    sign_in(page, "facilitator")
    choose(page, "Balie")
    page.get_by_role("link", name="Een nieuw plein voor Zaandijk", exact=True).click()
    page.get_by_role("group", name="Wat moet er zeker komen?").get_by_label("meer bomen").check()
    page.get_by_role("group", name="Wat nog meer?").get_by_label("kunst").check()
    page.get_by_role("group", name="Hoe veilig is het?").get_by_label("2", exact=True).check()
    page.get_by_label("Waardoor komt dat?").fill("Het is er donker")
    page.get_by_label("Hoe oud bent u?").fill("71")
    page.get_by_role("button", name="Bewaar deze inzending").click()

    expect(page.get_by_role("alert")).to_contain_text("Wilt u weer meepraten?")
    page.get_by_role("group", name="Wilt u weer meepraten?").get_by_label("Geen antwoord").check()
    page.get_by_role("button", name="Bewaar deze inzending").click()
    expect(page.locator(".slip-number")).to_have_text(re.compile(r"^\d{4} \d{4}$"))
