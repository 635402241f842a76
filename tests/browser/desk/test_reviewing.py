"""A clerk's main task in a real browser, with JavaScript switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from models import normalized
from models.vocabulary import AnswerState, Status
from tests.browser.desk.conftest import Site
from tests.browser.desk.menu import choose
from tests.integration.desk.town import PASSWORD

pytestmark = pytest.mark.browser


def sign_in(page: Page, role: str = "clerk") -> None:
    page.goto("/")
    page.get_by_label("E-mailadres").fill(f"{role}@zaandijk.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("heading", name="Overzicht")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_from_signing_in_to_a_submission_that_counts(open_page: Callable[..., Page], site: Site, width: int) -> None:
    page = open_page(width=width)
    sign_in(page)
    choose(page, "Inzendingen")
    page.get_by_label("Kanaal").select_option(label="Formulier")
    page.get_by_label("Status").select_option(label="Nakijken")
    page.get_by_role("button", name="Zoek").click()
    page.locator("a.receipt").click()
    expect(page.get_by_text("Kijk nog 3 antwoorden na.")).to_be_visible()

    page.get_by_role("article", name="Wat moet er zeker komen?").get_by_label("bankjes").check()
    page.get_by_role("article", name="Wat moet er zeker komen?").get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("status")).to_contain_text("Bewaard: Wat moet er zeker komen?")

    why = page.get_by_role("article", name="Waardoor komt dat?")
    why.get_by_role("textbox").fill("Het is er te donker 's avonds")
    why.get_by_role("button", name="Zo is het goed").click()
    page.get_by_role("article", name="Wat is uw postcode?").get_by_role("button", name="Zo is het goed").click()
    expect(page.get_by_role("status")).to_contain_text("helemaal nagekeken. Dit is de volgende.")

    with site.town.services.store.read() as connection:
        stored = normalized.one(connection, site.town.submissions["form"])
    assert stored.status is Status.ACCEPTED
    states = {one.question: one.state for one in stored.answers}
    assert states["first"] is AnswerState.CORRECTED
    assert states["where"] is AnswerState.CONFIRMED


def test_the_keyboard_alone_is_enough(open_page: Callable[..., Page], site: Site) -> None:
    """From the overview to the next submission: Tab, Enter, arrows and letters, nothing else."""
    page = open_page()
    page.goto("/")
    expect(page.get_by_label("E-mailadres")).to_be_focused()
    page.keyboard.type("clerk@zaandijk.example")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Wachtwoord")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    expect(page.get_by_role("heading", name="Overzicht")).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link", name="teruggebeld")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="Begin met nakijken"), most=3)
    page.keyboard.press("Enter")
    first = page.get_by_role("article", name="Wat moet er zeker komen?")
    expect(first).to_be_visible()

    tab_to(page, first.get_by_label("meer bomen"))
    page.keyboard.press("ArrowDown")
    expect(first.get_by_label("bankjes")).to_be_checked()
    page.keyboard.press("Enter")

    why = page.get_by_role("article", name="Waardoor komt dat?").get_by_role("textbox")
    expect(why).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("Te donker")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    postcode = page.get_by_role("article", name="Wat is uw postcode?").get_by_role("textbox")
    expect(postcode).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Dit is de volgende.")


def tab_to(page: Page, target: object, most: int = 40) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):  # type: ignore[attr-defined]
            return
    raise AssertionError("the keyboard does not get there")


def test_the_originals_are_there_to_see_and_hear(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    sign_in(page)
    page.goto(f"/inzendingen/{site.town.submissions['form']}")
    for image in page.locator("main img").all():
        image.scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete && image.naturalWidth > 100", arg=image.element_handle())
    page.goto(f"/inzendingen/{site.town.submissions['phone']}")
    player = page.locator("audio").element_handle()
    page.wait_for_function("player => Math.abs(player.duration - 3) < 0.2", arg=player)
    assert page.evaluate("player => player.seekable.end(0) > 2.5", player)


def test_a_letter_finds_its_consultation(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(width=320)
    sign_in(page)
    page.goto(f"/inzendingen/{site.town.submissions['letter']}")
    page.get_by_label("4821 – Een nieuw plein voor Zaandijk").check()
    page.get_by_role("button", name="Kies deze raadpleging").click()
    expect(page.get_by_role("status")).to_contain_text("hoort bij raadpleging 4821")
    page.get_by_role("button", name="Zo is het goed").first.click()
    expect(page.get_by_role("status")).to_contain_text("helemaal nagekeken")
