"""Somebody takes part from the browser: by keys, by speaking, by text message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intake.simulator.sound import tone
from models.vocabulary import Channel
from tests.unit.simulator.running import Running

pytestmark = pytest.mark.browser

Open = Callable[..., Page]
ASKED = {
    "language": "Voor Nederlands, toets 1.",
    "first": "Wat moet er zeker komen?",
    "also": "Wat nog meer?",
    "safe": "Hoe veilig is het?",
    "why": "Waardoor komt dat?",
    "recorded": "Is het goed zo? Toets 1, of wacht even.",
    "again": "Wilt u weer meepraten?",
    "age": "Hoe oud bent u?",
    "where": "Wat is uw postcode?",
    "role": "Wat past bij u?",
}

SMALL = """() => [...document.querySelectorAll("button, select, textarea, input:not([type=checkbox]), .check")]
    .filter((one) => one.offsetParent)
    .filter((one) => { const box = one.getBoundingClientRect(); return box.width < 44 || box.height < 44; })
    .map((one) => one.outerHTML)"""

FAINT = """() => {
    const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
    const light = (colour) => {
        const parts = numbers(colour).slice(0, 3).map((part) => part / 255);
        const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (one) => {
        const colour = getComputedStyle(one).backgroundColor;
        return numbers(colour)[3] === 0 && one.parentElement ? ground(one.parentElement) : colour;
    };
    const ratio = (one) => {
        const [a, b] = [light(getComputedStyle(one).color), light(ground(one))].sort((x, y) => y - x);
        return (a + 0.05) / (b + 0.05);
    };
    const hasWords = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    return [...document.querySelectorAll("body *")]
        .filter((one) => one.offsetParent && !one.disabled && hasWords(one) && ratio(one) < 4.5)
        .map((one) => `${one.outerHTML} ${ratio(one)}`);
}"""
"""Words with less contrast than WCAG 2.2 asks (1.4.3)."""


def dial(page: Page) -> None:
    page.get_by_role("button", name="Bel", exact=True).click()
    heard(page, "language")


def heard(page: Page, question: str) -> None:
    """The question is put, and an answer to it can be given."""
    expect(page.get_by_role("log", name="Wat u hoort").get_by_text(ASKED[question])).to_be_visible()
    expect(page.get_by_role("button", name="Zwijg")).to_be_enabled()


def answer(page: Page, keys: str, then: str) -> None:
    page.keyboard.type(keys)
    heard(page, then)


def to_the_recording(page: Page) -> None:
    dial(page)
    answer(page, "1", "first")
    answer(page, "2", "also")
    answer(page, "#", "safe")
    answer(page, "2", "why")


def test_somebody_calls_through_a_whole_consultation(here: Running, open_page: Open) -> None:
    page = open_page()
    dial(page)
    answer(page, "1", "first")
    page.get_by_label("Zeg iets").fill("bankjes")
    page.get_by_role("button", name="Zeg", exact=True).click()
    heard(page, "also")
    for key in ("1", "3", "hekje"):
        page.get_by_role("group", name="Toetsen").get_by_role("button", name=key).click()
    heard(page, "safe")
    answer(page, "2", "why")
    expect(page.get_by_text("Neemt op 0:02")).to_be_visible()
    page.keyboard.press("#")
    heard(page, "recorded")
    page.keyboard.press("2")
    expect(page.get_by_text("(uw opname)")).to_be_visible()
    expect(page.get_by_text(ASKED["recorded"])).to_have_count(2)
    answer(page, "1", "again")
    answer(page, "1", "age")
    answer(page, "71#", "where")
    answer(page, "1506#", "role")
    page.keyboard.press("1")
    expect(page.get_by_text("Gesprek voorbij")).to_be_visible()
    expect(page.get_by_role("button", name="Bel", exact=True)).to_be_enabled()
    here.inloop.work()
    assert here.inloop.values() == {
        "first": "benches",
        "also": ["light", "art"],
        "safe": 2,
        "why": None,
        "again": True,
        "age": 71,
        "where": "1506",
        "role": "resident",
    }
    recording = next(piece for piece in here.inloop.only().evidence if piece.kind == "recording")
    assert recording.media_type == "audio/wav"
    assert recording.bytes > 16_000, "a second of sound and more"


def test_who_hangs_up_in_the_middle_is_heard_so_far(here: Running, open_page: Open) -> None:
    page = open_page()
    dial(page)
    answer(page, "1", "first")
    answer(page, "2", "also")
    page.get_by_role("button", name="Hang op").click()
    expect(page.get_by_text("Gesprek voorbij")).to_be_visible()
    page.keyboard.press("1")
    assert here.inloop.values()["first"] == "benches"
    assert here.inloop.only().complete is False


def test_silence_is_answered_as_on_the_telephone(here: Running, open_page: Open) -> None:
    page = open_page()
    dial(page)
    answer(page, "1", "first")
    expect(page.get_by_text("U zwijgt")).to_be_visible()
    expect(page.get_by_text(ASKED["first"])).to_have_count(2)
    page.get_by_role("button", name="Zwijg").click()
    expect(page.get_by_text("U zwijgt")).to_have_count(2)
    invented = [
        each for submission in here.inloop.submissions() for each in submission.answers if each.value is not None
    ]
    assert invented == []


@pytest.mark.parametrize("how", ["silence", "file"])
def test_without_a_microphone_there_is_another_way(here: Running, open_page: Open, tmp_path: Path, how: str) -> None:
    page = open_page(microphone=False)
    to_the_recording(page)
    expect(page.get_by_text("Er is geen microfoon.")).to_be_visible()
    if how == "silence":
        page.get_by_role("button", name="Laat horen").click()
    else:
        sound = tmp_path / "antwoord.wav"
        sound.write_bytes(tone(2))
        page.get_by_label("Geluidsbestand").set_input_files(sound)
    heard(page, "recorded")
    answer(page, "1", "again")
    here.inloop.work()
    assert "recording" in {piece.kind for piece in here.inloop.only().evidence}


def test_somebody_texts_beside_a_call(here: Running, open_page: Open) -> None:
    page = open_page()
    dial(page)
    thread = page.get_by_role("log", name="Berichten")
    page.get_by_role("button", name="MEEDOEN 4821").click()
    expect(thread.get_by_text(ASKED["first"])).to_be_visible()
    page.get_by_label("Bericht", exact=True).fill("2")
    page.keyboard.press("Enter")
    expect(thread.get_by_text(ASKED["also"])).to_be_visible()
    page.reload()
    expect(thread.get_by_text(ASKED["also"])).to_be_visible()
    page.get_by_role("button", name="Iemand anders").click()
    expect(thread.get_by_text(ASKED["also"])).to_have_count(0)
    assert here.inloop.values(Channel.SMS)["first"] == "benches"


def test_a_number_that_is_none_is_said_so(open_page: Open) -> None:
    page = open_page()
    page.get_by_label("Uw eigen nummer").fill("niemand")
    page.get_by_role("button", name="Bel", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Dit is geen telefoonnummer.")
    expect(page.get_by_role("button", name="Bel", exact=True)).to_be_enabled()


def test_everything_fits_and_can_be_touched(open_page: Open) -> None:
    page = open_page(microphone=False)
    to_the_recording(page)
    expect(page.get_by_text("Er is geen microfoon.")).to_be_visible()
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("dark", [False, True])
def test_every_word_stands_out(open_page: Open, dark: bool) -> None:
    page = open_page(dark=dark)
    dial(page)
    page.get_by_role("button", name="MEEDOEN 4821").click()
    expect(page.get_by_role("log", name="Berichten").get_by_text(ASKED["first"])).to_be_visible()
    assert page.evaluate(FAINT) == []


def test_every_control_has_a_name_and_can_be_reached_by_keyboard(open_page: Open) -> None:
    page = open_page()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("input, select, textarea, button, progress, meter")]
            .filter((one) => !one.labels?.length && !one.ariaLabel && !one.textContent.trim() && !one.hidden)
            .map((one) => one.outerHTML)"""
    )
    assert nameless == []
    page.get_by_role("button", name="Bel", exact=True).focus()
    page.keyboard.press("Enter")
    heard(page, "language")
    expect(page.get_by_role("log", name="Wat u hoort")).to_be_focused()
