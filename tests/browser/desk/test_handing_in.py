"""Handing in scans in a real browser: dropped, chosen or photographed, followed while they are read, and undone."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from intake.jobs import run_entry
from models.vocabulary import OutboxKind
from tests.browser.desk.conftest import Site
from tests.browser.desk.test_accessible import objections
from tests.browser.desk.test_reviewing import sign_in
from tests.integration.desk.test_uploads import SCAN, work

pytestmark = pytest.mark.browser

DROP = """([type, files]) => {
  const carried = new DataTransfer();
  for (const [name, content] of files)
    carried.items.add(new File([Uint8Array.from(atob(content), (one) => one.charCodeAt(0))], name));
  document.body.dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    carried = [[name, base64.b64encode(content).decode()] for name, content in files]
    for kind in ("dragover", "drop"):
        page.evaluate(DROP, [kind, carried])


def read_all(site: Site) -> None:
    for entry in work(site.town, OutboxKind.READ_SCAN):
        run_entry(site.town.services, entry.id)


def test_what_is_dropped_is_sent_one_by_one_and_followed_until_it_is_read(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page(scripts=True)
    sign_in(page, "clerk")
    page.goto("/post")
    drop(page, ("een.png", SCAN), ("leeg.pdf", b""), ("film.mov", b"\0\1\2"), ("twee.png", SCAN + b"\0"))
    expect(page.get_by_text("3 bestanden staan klaar. Kies Lever in.")).to_be_visible()
    expect(page.locator("#wachtrij li", has_text="leeg.pdf")).to_contain_text("Dit bestand is leeg")
    page.get_by_role("button", name="Lever in").click()
    expect(page.locator("#verstuurd")).to_have_text(
        "Klaar: 2 bestanden verstuurd. 2 niet. Kijk hieronder wat u kunt doen."
    )
    expect(page.locator("#wachtrij li", has_text="film.mov")).to_contain_text("Sla het op als pdf")
    stack = page.locator("#ingeleverd > li").first
    expect(stack).to_contain_text("0 van 2 bestanden gelezen")
    assert objections(page) == []
    read_all(site)
    expect(stack).to_contain_text("2 bestanden zonder problemen")
    expect(page.locator("#stand")).to_have_text("Alles is gelezen.")
    stack.get_by_text("Draai deze stapel terug").click()
    stack.get_by_role("button", name="Draai terug").click()
    expect(page.get_by_role("status").first).to_contain_text("2 afgewezen")
    expect(page.locator("#ingeleverd > li").first).to_contain_text("Teruggedraaid")


def test_a_file_is_chosen_and_handed_in_with_the_keyboard_and_nothing_is_sent_twice_after_a_broken_connection(
    open_page: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    (tmp_path / "post.png").write_bytes(SCAN)
    page = open_page(scripts=True)
    sign_in(page, "clerk")
    page.goto("/post")
    broken = iter((True, False))

    def cut(route: Route) -> None:
        if route.request.method == "POST" and next(broken, False):
            route.abort()
        else:
            route.continue_()

    page.route("**/post", cut)
    page.get_by_label("Bestanden").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(tmp_path / "post.png")
    page.get_by_role("button", name="Lever in").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#verstuurd")).to_have_text("Klaar: 1 bestand verstuurd.")
    assert [entry.payload["name"] for entry in work(site.town, OutboxKind.READ_SCAN)] == ["post.png"]


def test_who_was_signed_out_meanwhile_loses_no_file(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    sign_in(page, "clerk")
    page.goto("/post")
    drop(page, ("een.png", SCAN))
    page.context.clear_cookies()
    page.get_by_role("button", name="Lever in").click()
    expect(page.locator("#wachtrij li")).to_contain_text("U bent afgemeld")
    elsewhere = page.context.new_page()
    sign_in(elsewhere, "clerk")
    page.locator("#wachtrij").get_by_role("button", name="Probeer opnieuw").click()
    expect(page.locator("#verstuurd")).to_have_text("Klaar: 1 bestand verstuurd.")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_on_a_telephone_a_photograph_is_handed_in(
    open_page: Callable[..., Page], site: Site, tmp_path: Path, scripts: bool
) -> None:
    (tmp_path / "foto.png").write_bytes(SCAN)
    page = open_page(width=360, scripts=scripts)
    sign_in(page, "clerk")
    page.goto("/post")
    camera = page.locator("#foto")
    assert camera.get_attribute("capture") == "environment"
    camera.set_input_files(tmp_path / "foto.png")
    page.get_by_role("button", name="Lever in").click()
    expect(page.get_by_text("Klaar: 1 bestand verstuurd." if scripts else "foto.png is goed ontvangen")).to_be_visible()
    expect(page.locator("#ingeleverd > li").first).to_contain_text("foto.png")
