"""What is left out and what is double is decided with the keyboard alone, without JavaScript, on any screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.conftest import Site
from tests.browser.desk.test_look import OVERFLOW, SMALL_TARGETS
from tests.browser.desk.test_reviewing import sign_in
from tests.integration.desk.test_doubles import LETTER, between, compared, sent
from tests.integration.desk.test_publishing import publish_as, said
from tests.integration.desk.test_redacting import TEXT, look_for_names

pytestmark = pytest.mark.browser


def test_each_proposal_is_decided_with_enter_and_tab(open_page: Callable[..., Page], site: Site) -> None:
    publish_as(site.town, "as: submission, widget: 1")
    submission = said(site.town, TEXT)
    look_for_names(site.town)
    page = open_page()
    sign_in(page, "coordinator")
    page.goto(f"/inzendingen/{submission}/publiceren")
    expect(page.get_by_role("button", name="Weglaten: 06 12345678")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Weglaten: mia@voorbeeld.example")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for name in ("Aaltje Verzonnen", "Kerkstraat 12"):
        expect(page.get_by_role("button", name=f"Weglaten: {name}")).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator("#weglaten")).to_contain_text("U hebt overal over besloten")
    expect(page.locator("textarea")).to_have_value(
        "Bel [telefoonnummer] of mail mia@voorbeeld.example. [naam] van de [adres] vindt het Marktplein te donker."
    )
    page.locator("textarea").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.good, [role=status]").first).to_contain_text("Goedgekeurd")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_fit_the_screen(open_page: Callable[..., Page], site: Site, width: int) -> None:
    publish_as(site.town, "as: submission, widget: 1")
    submission = said(site.town, TEXT)
    look_for_names(site.town)
    first, second = sent(site.town, LETTER), sent(site.town, LETTER.replace("banken", "bankjes"))
    (found,) = between(compared(site.town), first, second)
    page = open_page(width=width, scripts=True)
    sign_in(page, "coordinator")
    for path in (
        f"/inzendingen/{submission}/publiceren",
        "/publiceren/4821/namen",
        "/dubbel",
        f"/dubbel/{found.id}",
    ):
        page.goto(path)
        assert page.evaluate(OVERFLOW) == 0, path
        assert page.evaluate(SMALL_TARGETS) == [], path


def test_two_contributions_are_kept_apart_with_one_key(open_page: Callable[..., Page], site: Site) -> None:
    first, second = sent(site.town, LETTER), sent(site.town, LETTER)
    (found,) = between(compared(site.town), first, second)
    page = open_page()
    sign_in(page, "clerk")
    page.goto(f"/dubbel/{found.id}")
    expect(page.get_by_role("button", name="Van twee mensen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("Bewaard: beide tellen.")
