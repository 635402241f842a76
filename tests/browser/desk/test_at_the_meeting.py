"""A meeting's page in a real browser: recordings that are listened to while typing, and sheets for the tables."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from channels.meetings.table_sheet import table_sheet_layout
from tests.browser.desk.conftest import Site
from tests.browser.desk.test_live_entry import at_the_meeting, typed
from tests.integration.desk.test_table_sheets import fill, scan
from tests.integration.desk.town import CODE

pytestmark = pytest.mark.browser

PER_SECOND = 8000


def silence(seconds: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, PER_SECOND, 0, "NONE", "not compressed"))
        sound.writeframes(b"\0\0" * PER_SECOND * seconds)
    return out.getvalue()


def is_paused(sound: Locator, paused: bool) -> None:
    expect(sound).to_have_js_property("paused", paused)


def test_a_recording_is_played_back_and_slowed_down_by_keys_while_somebody_types(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(scripts=True)
    at_the_meeting(page)
    page.go_back()
    for name in ("tafel-1.wav", "tafel-2.wav"):
        page.get_by_label("Voeg een document").set_input_files(
            {"name": name, "mimeType": "audio/wav", "buffer": silence(20 if name == "tafel-1.wav" else 30)}
        )
        page.get_by_role("button", name="Voeg toe").click()
    expect(page.locator("audio")).to_have_count(2)
    page.get_by_role("link", name="Typ mee").click()
    page.get_by_text("Typ uit een opname").click()
    first, second = (page.get_by_label(f"tafel-{number}.wav") for number in (1, 2))
    writing = page.get_by_label("Wat wordt er gezegd?")
    writing.fill("Meer bank")
    writing.press("Alt+p")
    is_paused(first, False)
    second.evaluate("sound => sound.play()")
    is_paused(first, True)
    writing.press("Alt+p")
    is_paused(second, True)
    second.evaluate("sound => { sound.currentTime = 10 }")
    writing.press("Alt+b")
    expect(second).to_have_js_property("currentTime", 7)
    writing.press("Alt+v")
    expect(second).to_have_js_property("playbackRate", 0.7)
    writing.press("Alt+v")
    expect(second).to_have_js_property("playbackRate", 1)
    expect(writing).to_have_value("Meer bank")


def test_a_sheet_made_at_the_meeting_comes_back_and_its_row_is_corrected_where_the_words_are(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page(scripts=True)
    at_the_meeting(page)
    page.go_back()
    page.get_by_label("Hoeveel vellen?").fill("veel")
    page.get_by_role("button", name="Maak de vellen").click()
    expect(page.get_by_text("1 tot en met 200")).to_be_visible()
    page.get_by_label("Hoeveel vellen?").fill("1")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Maak de vellen").click()
    pdf = coming.value.path().read_bytes()

    version = site.town.version(CODE)
    layout = table_sheet_layout(version.definition, version.number, "nl")
    assert len(scan(site.town, version.organisation_id, fill(pdf, layout, "2"), "vel.pdf")[0]) == 4
    (row,) = [one for one in typed(site) if one.supporters == 12]
    page.goto(f"/nakijken/{row.id}/why")
    expect(page.get_by_role("heading", name="Wat er op het vel naast staat")).to_be_visible()
    page.get_by_label("Hoeveel mensen").fill("11")
    page.get_by_label("Tafel").fill("Tafel 3")
    page.locator("#ernaast").get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("11 mensen")).to_be_visible()
    (mended,) = [one for one in typed(site) if one.id == row.id]
    assert mended.meeting is not None
    assert (mended.supporters, mended.meeting.table) == (11, "Tafel 3")
