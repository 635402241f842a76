"""A sheet that was scanned twice, on the screen of whoever has to choose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from channels.paper.form import make_form
from models.vocabulary import Status
from tests.browser.desk.conftest import Site
from tests.browser.desk.test_look import OVERFLOW, SMALL_TARGETS
from tests.browser.desk.test_reviewing import sign_in
from tests.integration.desk.test_same_paper import ANSWERS, filled, row, scan

pytestmark = pytest.mark.browser


@pytest.fixture
def twice(site: Site) -> tuple[str, str]:
    """One sheet, first scanned with another answer blotted out, then well."""
    version = site.town.version()
    form = make_form(version.definition, version.number, language="nl")
    (first,) = scan(site.town, filled(form, site.town, ANSWERS, 7)[:1])
    (second,) = scan(site.town, filled(form, site.town, ANSWERS, 7, dpi=220))
    return first["submission"], second["submission"]


def test_both_scans_are_seen_and_the_better_one_is_chosen(
    open_page: Callable[..., Page], site: Site, twice: tuple[str, str]
) -> None:
    first, second = twice
    page = open_page()
    sign_in(page, "clerk")
    page.goto(f"/inzendingen/{second}")
    panel = page.locator("#zelfde-vel")
    expect(panel.locator("table tbody tr")).not_to_have_count(0)
    for image in panel.locator("img").all():
        assert image.evaluate("image => image.complete && image.naturalWidth > 0")
    panel.get_by_role("button", name="Deze telt, in plaats van").click()
    expect(page.get_by_role("status").or_(page.locator(".notice")).first).to_contain_text("deze scan telt")
    assert row(site.town, first).status is Status.SUPERSEDED
    page.goto(f"/inzendingen/{first}")
    expect(page.locator("#zelfde-vel")).to_contain_text("Van ditzelfde vel is er een andere scan")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_choice_fits_a_small_screen(
    open_page: Callable[..., Page], site: Site, twice: tuple[str, str], dark: bool
) -> None:
    page = open_page(width=320, scripts=True, dark=dark)
    sign_in(page, "clerk")
    page.goto(f"/inzendingen/{twice[1]}")
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(SMALL_TARGETS) == []
