"""Dividing a meeting's notes in a real browser: with the keyboard alone, and with the mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from channels.meetings.segment_keeping import NOTE_SEGMENT
from models import meetings
from models.meetings import Details
from tests.browser.desk.conftest import Site
from tests.browser.desk.test_accessible import objections
from tests.browser.desk.test_reviewing import sign_in
from tests.integration.desk.seeded_notes import NOTES, keep_notes

pytestmark = pytest.mark.browser


@pytest.fixture
def notes(site: Site) -> str:
    """The address of notes that were just read."""
    version, store = site.town.version(), site.town.services.store
    with store.write() as connection:
        details = Details(title="Wijkavond", held_on=date(2026, 11, 12))
        meeting = meetings.begin(connection, version.organisation_id, version.consultation_id, details)
        return f"/bijeenkomsten/{meeting}/verslag/{keep_notes(connection, version, meeting)}"


def parts(site: Site, notes: str) -> list[tuple[str, str]]:
    """What each part is, and its text without the white space around it."""
    mine = NOTE_SEGMENT.c.evidence_id == notes.rsplit("/", 1)[-1]
    with site.town.services.store.read() as connection:
        rows = connection.execute(sa.select(NOTE_SEGMENT).where(mine).order_by(NOTE_SEGMENT.c.position)).all()
    assert "".join(row.text for row in rows).split() == NOTES.split()
    return [(row.kind, row.text.strip()) for row in rows]


def chosen(page: Page, words: str) -> None:
    """The part with these words has the focus, and the eye sees it."""
    part = page.locator(".segment", has_text=words)
    expect(part).to_be_focused()
    assert part.evaluate("one => getComputedStyle(one).outlineStyle") != "none"


def test_with_the_keyboard_alone(open_page: Callable[..., Page], site: Site, notes: str) -> None:
    page = open_page(scripts=True)
    sign_in(page, "facilitator")
    page.goto(f"{notes}#stuk-5")
    press = page.keyboard.press
    chosen(page, "Bel de buurt")
    press("ArrowDown")
    chosen(page, "de fietsen")
    press("ArrowUp")
    press("s")
    expect(page.get_by_role("heading", name="Stuk splitsen")).to_be_visible()
    for _ in range(7):
        press("ArrowRight")
    expect(page.get_by_role("button", name="laat", exact=True)).to_be_focused()
    press("Enter")
    chosen(page, "laat de bomen staan.")
    assert ("contribution", "laat de bomen staan.") in parts(site, notes)
    press("g")
    expect(page.get_by_role("heading", name="Grens verplaatsen")).to_be_visible()
    expect(page.get_by_role("button", name="de", exact=True).last).to_be_focused()
    press("ArrowLeft")
    press("Enter")
    chosen(page, "en laat de bomen staan.")
    assert ("contribution", "en laat de bomen staan.") in parts(site, notes)
    press("4")
    expect(page.locator(".segment:focus .segment-kind")).to_have_text("Verloop van de avond")
    assert ("procedure", "en laat de bomen staan.") in parts(site, notes)
    press("?")
    expect(page.get_by_text("voeg samen met het volgende stuk")).to_be_visible()
    press("ArrowUp")
    press("m")
    chosen(page, "Bel de buurt als er bankjes komen en laat de bomen staan.")
    press("Enter")
    expect(page.get_by_label("Dit is een")).to_be_focused()
    press("Tab")
    press("Tab")
    expect(page.get_by_label("Hoeveel mensen zeggen dit?")).to_be_focused()
    page.keyboard.type("12")
    press("Enter")
    expect(page.locator(".segment:focus .segment-head")).to_contain_text("12 mensen")
    for left in (4, 3, 2, 1, 0):
        press("u")
        expect(page.locator(".segment:focus")).to_be_visible()
        expect(page.locator("#ongedaan")).to_have_count(1 if left else 0)
    kinds = [kind for kind, _ in parts(site, notes)]
    assert kinds.count("contribution") == 3


@pytest.mark.parametrize("scripts", [True, False])
def test_with_the_mouse_also_without_scripts(
    open_page: Callable[..., Page], site: Site, notes: str, scripts: bool
) -> None:
    page = open_page(width=360, scripts=scripts)
    sign_in(page, "facilitator")
    page.goto(notes)
    page.get_by_role("link", name="Wijzig 6").click()
    page.get_by_role("link", name="Splits dit stuk").click()
    page.get_by_role("button", name="laat", exact=True).click()
    expect(page.get_by_text("laat de bomen staan.", exact=True)).to_be_visible()
    assert ("contribution", "laat de bomen staan.") in parts(site, notes)
    page.get_by_role("button", name="Maak de laatste wijziging ongedaan").click()
    assert len(parts(site, notes)) == len(page.locator(".segment").all())


def test_nobody_is_kept_out_while_something_is_being_changed(
    open_page: Callable[..., Page], site: Site, notes: str
) -> None:
    page = open_page(width=360, scripts=True)
    sign_in(page, "facilitator")
    for path in (f"{notes}?stuk=5", f"{notes}/grens/5", f"{notes}/grens/5?splits=1"):
        page.goto(path)
        assert objections(page) == [], path
