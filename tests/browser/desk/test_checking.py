"""Checking in a real browser: with the keyboard alone, and few keys a field."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from models import normalized
from models.vocabulary import AnswerState, Channel
from tests.browser.desk.conftest import Site
from tests.browser.desk.test_reviewing import sign_in
from tests.integration.desk.town import submit, unsure

pytestmark = pytest.mark.browser


def field(site: Site, question: str) -> str:
    return f"/nakijken/{site.town.submissions['form']}/{question}"


def state(site: Site, question: str) -> tuple[AnswerState, object]:
    with site.town.services.store.read() as connection:
        answer = normalized.one(connection, site.town.submissions["form"]).answer(question)
    return answer.state, answer.value


def test_one_key_chooses_and_goes_on(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    sign_in(page)
    page.goto(field(site, "first"))
    page.keyboard.press("2")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Wat moet er zeker komen?")
    assert state(site, "first") == (AnswerState.CORRECTED, "benches")


def test_one_key_accepts_says_illegible_or_undoes(open_page: Callable[..., Page], site: Site) -> None:
    page, here = open_page(scripts=True), re.compile(re.escape(field(site, "where")))
    sign_in(page)
    page.goto(field(site, "where"))
    read = state(site, "where")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(here)
    assert state(site, "where") == (AnswerState.CONFIRMED, read[1])
    page.keyboard.press("u")
    expect(page).to_have_url(here)
    assert state(site, "where") == read
    page.keyboard.press("Alt+o")
    expect(page).not_to_have_url(here)
    assert state(site, "where") == (AnswerState.ILLEGIBLE, None)


def test_in_a_comb_a_digit_types_and_with_alt_chooses_what_else_it_may_be(
    open_page: Callable[..., Page], site: Site
) -> None:
    with site.town.services.store.write() as connection:
        proposed = unsure("where", "1506", 0.8, others=("1508", "1606"))
        kept = submit(connection, site.town.version(), Channel.FORM, [proposed]).id
    page = open_page(scripts=True)
    sign_in(page)
    page.goto(f"/nakijken/{kept}/where")
    page.keyboard.type("2")
    expect(page.get_by_label("Het juiste antwoord")).to_have_value("2")
    page.keyboard.press("Alt+2")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Wat is uw postcode?")
    with site.town.services.store.read() as connection:
        assert normalized.one(connection, kept).answer("where").value == "1606"


def test_text_is_typed_and_kept_without_a_mouse(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    sign_in(page)
    page.goto(field(site, "why"))
    page.keyboard.press("t")
    page.keyboard.type("Het is er 's avonds te donker")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Waardoor komt dat?")
    assert state(site, "why") == (AnswerState.CORRECTED, "Het is er 's avonds te donker")


def test_keys_can_be_switched_off(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    sign_in(page)
    page.goto(field(site, "first"))
    before = state(site, "first")
    page.get_by_label("Sneltoetsen gebruiken").uncheck()
    page.keyboard.press("2")
    page.keyboard.press("o")
    page.reload()
    page.keyboard.press("2")
    assert page.url.endswith(field(site, "first"))
    assert state(site, "first") == before


def test_without_scripts_the_buttons_do_the_same(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(width=320)
    sign_in(page)
    page.goto(field(site, "first"))
    page.get_by_label("bankjes").check()
    page.get_by_role("button", name="Bewaren").click()
    assert state(site, "first") == (AnswerState.CORRECTED, "benches")


def test_the_sound_is_played_by_keys(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    sign_in(page)
    with site.town.services.store.read() as connection:
        call = normalized.one(connection, site.town.submissions["phone"])
    spoken = next(one.question for one in call.answers if one.where and "from" in one.where)
    page.goto(f"/nakijken/{call.id}/{spoken}")
    page.wait_for_function("document.getElementById('geluid').readyState > 0")
    page.keyboard.press("v")
    assert page.evaluate("document.getElementById('geluid').playbackRate") == 0.7
    page.evaluate("document.getElementById('geluid').currentTime = 1.5")
    page.keyboard.press("b")
    assert page.evaluate("document.getElementById('geluid').currentTime") == pytest.approx(0, abs=0.2)
    page.keyboard.press(" ")
    page.wait_for_function("!document.getElementById('geluid').paused || document.getElementById('geluid').ended")
