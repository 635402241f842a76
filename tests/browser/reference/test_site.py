"""The published site in a real browser, opened from a folder: no server, and where that is wanted no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from intake.reference.publication import gather
from intake.reference.publishing import publish
from models import reference_keeping as keeping
from models.accounts import add_organisation
from models.reference import WORK
from models.reference_keeping import NewEntry
from models.store import Store
from models.tables.reference import EntryKind
from tests.browser.desk.test_look import OVERFLOW

pytestmark = pytest.mark.browser

TEXTS = {
    "lamp": "Er moet betere speelplaatsverlichting komen bij de school.",
    "trees": "Plant hoge bomen langs het café, dat geeft schaduw.",
    "youth": "Nodig de volgende keer ook jongeren uit.",
}


@pytest.fixture(scope="module")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    running = launch()
    yield running
    running.close()


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path) -> str:
    """Where the first page of a site with many entries stands."""
    store = Store(sqlite_url)
    add_organisation(store, "zaandijk", "Gemeente Zaandijk")
    with store.write() as connection:
        ours = connection.exec_driver_sql("SELECT id FROM organisation").scalar_one()
        connection.execute(WORK.insert(), {"organisation_id": ours, "intro": "Wat wij hoorden.", "shared": False})
        for text in TEXTS.values():
            new = NewEntry(kind=EntryKind.LESSON, text=text, place="De Sluis", held_on=date(2026, 11, 12))
            keeping.add(connection, ours, new, by=None, themes=["Plein"])
        keeping.add_theme(connection, ours, "Plein", proposed=False)
        asked = NewEntry(kind=EntryKind.QUESTION, title="Wanneer begint het?", text="In 2027.")
        endless = NewEntry(kind=EntryKind.LESSON, text="zonderspatie" * 15)
        keeping.add(connection, ours, endless, by=None, themes=["Plein"])
        keeping.add(connection, ours, asked, by=None)
        for number in range(60):
            keeping.add(
                connection, ours, NewEntry(kind=EntryKind.STATEMENT, text=f"Bijdrage nummer {number}."), by=None
            )
    publish(gather(store, "zaandijk"), tmp_path / "site")
    store.close()
    return (tmp_path / "site" / "index.html").as_uri()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    options = getattr(request, "param", {})
    context = browser.new_context(viewport={"width": 360, "height": 800}, **options)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True)
def test_nothing_stands_in_the_way_of_anybody(page: Page, site: str) -> None:
    paths = ["index.html", "soort-wat-er-gezegd-is.html", "soort-wat-er-gezegd-is-blz-2.html", "thema-plein.html"]
    page.goto(site)
    page.get_by_role("link", name="Plein").first.click()
    page.get_by_role("link", name="speelplaatsverlichting").click()
    for address in [page.url, *(site.replace("index.html", path) for path in paths)]:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], address
        assert page.evaluate(OVERFLOW) == 0, address
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") == "nl"


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_every_entry_is_reached_without_a_script(page: Page, site: str) -> None:
    page.goto(site)
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("link", name="Wat er gezegd is").click()
    expect(page.get_by_role("listitem")).to_have_count(50)
    page.get_by_role("link", name="Volgende bladzijde").click()
    expect(page.get_by_role("listitem")).to_have_count(10)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("verlichting", "lamp"),
        ("SPEELPLAATSEN", "lamp"),
        ("boom", "trees"),
        ("cafe schaduw", "trees"),
        ("jonger", "youth"),
        ("volgende jongeren", "youth"),
    ],
)
def test_the_search_finds_what_the_desk_would_find(page: Page, site: str, words: str, found: str) -> None:
    page.goto(site)
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("#aantal")).to_have_text("1 stuk gevonden.")
    expect(page.locator("#resultaten a")).to_have_text(TEXTS[found])


def test_the_search_says_what_it_did_and_shows_more_on_demand(page: Page, site: str) -> None:
    page.goto(site)
    for words, said in (("zeppelin", "Niets gevonden. Probeer een ander woord."), ("!", "Typ eerst een woord.")):
        page.get_by_role("searchbox").fill(words)
        page.get_by_role("button", name="Zoek").click()
        expect(page.locator("#aantal")).to_have_text(said)
    page.get_by_role("searchbox").fill("bijdrage")
    page.keyboard.press("Enter")
    expect(page.locator("#aantal")).to_have_text("60 stukken gevonden.")
    expect(page.locator("#resultaten li")).to_have_count(20)
    page.get_by_role("button", name="Toon meer").click()
    expect(page.locator("#resultaten li")).to_have_count(40)
    assert page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('#resultaten li')[20]")
    assert Axe().run(page).response["violations"] == []
