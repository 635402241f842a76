"""A coordinator's task in a real browser: from signing in to a consultation that is open, with a result."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.conftest import Site
from tests.browser.desk.menu import choose
from tests.browser.desk.test_accessible import objections
from tests.browser.desk.test_reviewing import sign_in
from tests.integration.desk.town import CODE

pytestmark = pytest.mark.browser

TODAY = datetime.now(UTC).date()


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (1280, False), (360, False)])
def test_from_signing_in_to_an_open_consultation_with_a_result(
    open_page: Callable[..., Page], site: Site, width: int, scripts: bool
) -> None:
    page = open_page(width=width, scripts=scripts)
    sign_in(page, "coordinator")
    choose(page, "Raadplegingen")
    page.get_by_role("button", name="Nieuwe raadpleging").click()

    page.get_by_role("link", name="Verander het algemene deel").click()
    page.get_by_label("Nummer van de raadpleging").fill("5150")
    page.get_by_role("group", name="Naam", exact=True).get_by_role("textbox").fill("De nieuwe speelplek")
    page.get_by_label("Eerste dag").fill(str(TODAY - timedelta(days=1)))
    page.get_by_label("Laatste dag").fill(str(TODAY + timedelta(days=30)))
    page.get_by_role("group", name="Uitleg over privacy").get_by_role("textbox").fill("Wij bewaren dit veilig.")
    page.get_by_role("button", name="Bewaar en ga terug").click()

    page.get_by_label("Wat voor vraag wilt u erbij?").select_option("choice")
    page.get_by_role("button", name="Voeg een vraag toe").click()
    page.get_by_role("group", name="De vraag").get_by_role("textbox").fill("Wat moet er komen?")
    page.get_by_role("button", name="Bewaar en ga terug").click()
    expect(page.get_by_role("alert")).to_contain_text("Geef 2 tot en met 40 antwoorden")
    page.get_by_role("alert").get_by_role("link", name="Vraag 1").click()
    expect(page.locator("#fout-options")).to_be_visible()
    for number, text in enumerate(("schommels", "een zandbak"), start=1):
        page.get_by_role("group", name=f"Antwoord {number}", exact=True).get_by_role("textbox").first.fill(text)
    page.get_by_role("button", name="Bewaar en ga terug").click()

    page.get_by_role("link", name="Voorbeeld bij elke deur").click()
    expect(page.locator(".spoken").first).to_contain_text("schommels")
    expect(page.locator(".bubble").first).to_contain_text("schommels")
    if scripts:
        assert objections(page) == []
    page.get_by_role("link", name="De nieuwe speelplek", exact=True).click()
    page.get_by_role("button", name="Stel vast").click()
    expect(page.get_by_role("status")).to_contain_text("Dit is nu versie 1")
    expect(page.locator(".heading")).to_contain_text("open")

    choose(page, "Balie")
    page.get_by_role("link", name="De nieuwe speelplek", exact=True).click()
    page.get_by_label("een zandbak").check()
    page.get_by_role("button", name="Bewaar deze inzending").click()
    choose(page, "Raadplegingen")
    page.get_by_role("link", name="De nieuwe speelplek", exact=True).click()
    page.get_by_role("link", name="Uitslag").click()
    expect(page.get_by_role("row", name="een zandbak")).to_contain_text("100")
    expect(page.get_by_role("img", name="Staafdiagram bij de tabel: Wat moet er komen?")).to_be_visible()


def test_what_is_typed_is_kept_without_pressing_anything(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    sign_in(page, "coordinator")
    draft = _draft(page)
    page.goto(f"{draft}/vragen/0")
    page.get_by_role("group", name="De vraag").get_by_label("Nederlands").fill("Wat wilt u het liefst?")
    expect(page.locator("#stand")).to_have_text("Wat u typte is bewaard.")
    page.goto(f"{draft}/vragen/0")
    expect(page.get_by_role("group", name="De vraag").get_by_label("Nederlands")).to_have_value(
        "Wat wilt u het liefst?"
    )


def test_what_is_typed_outlives_the_session(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    sign_in(page, "coordinator")
    draft = _draft(page)
    page.goto(f"{draft}/vragen/0")
    page.context.clear_cookies()
    page.get_by_role("group", name="De vraag").get_by_label("Nederlands").fill("Wat wilt u het liefst?")
    expect(page.locator("#stand")).to_contain_text("U bent afgemeld")
    sign_in(page, "coordinator")
    page.goto(f"{draft}/vragen/0")
    expect(page.get_by_role("group", name="De vraag").get_by_label("Nederlands")).to_have_value(
        "Wat wilt u het liefst?"
    )
    expect(page.locator("#stand")).to_have_text("Wat u typte is bewaard.")


def test_what_a_button_saved_does_not_come_back_over_what_a_colleague_wrote(
    open_page: Callable[..., Page], site: Site
) -> None:
    mine, theirs = open_page(scripts=True), open_page(scripts=False)
    for page in (mine, theirs):
        sign_in(page, "coordinator")
    question = f"{_draft(mine)}/vragen/0"
    for page, text in ((mine, "Eerst"), (theirs, "Daarna")):
        page.goto(question)
        page.get_by_role("group", name="De vraag").get_by_label("Nederlands").fill(text)
        page.get_by_role("button", name="Bewaar en ga terug").click()
        page.wait_for_url("**#vraag-0")
    mine.goto(question)
    expect(mine.get_by_role("group", name="De vraag").get_by_label("Nederlands")).to_have_value("Daarna")
    expect(mine.locator("#stand")).to_have_text("")


def test_questions_are_moved_by_keys_alone(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    sign_in(page, "coordinator")
    page.goto(_draft(page))
    page.get_by_role("button", name=re.compile("Omlaag.*vraag 1$")).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#vraag-1 h3")).to_contain_text("Wat moet er zeker komen?")
    expect(page.locator("#vraag-0 h3")).to_contain_text("Wat nog meer?")


def _draft(page: Page) -> str:
    """A draft of the next version of the town's consultation; its address."""
    page.goto("/raadplegingen/4821")
    page.get_by_role("button", name="Verander de vragen en teksten").click()
    page.wait_for_url("**/raadplegingen/ontwerp/*")
    return page.url.split("#")[0]


VOICE = """
  const voice = { lang: "nl-NL" };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => [voice], cancel: () => {}, addEventListener: () => {},
    speak: (said) => {
      document.body.dataset.heard = (document.body.dataset.heard || "") + said.text + "|";
      setTimeout(() => said.onend(), 0);
    },
  } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""A voice, for a Chromium without one."""


def test_one_place_of_a_call_is_read_aloud(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    page.add_init_script(VOICE)
    sign_in(page, "coordinator")
    page.goto(f"/raadplegingen/{CODE}/voorbeeld")
    page.get_by_role("button", name=re.compile("Lees voor.*Vraag 5")).click()
    expect(page.locator("body")).to_have_attribute("data-heard", re.compile(r"^Wilt u weer meepraten\?\|.+\|.+\|$"))
