"""Typing along with a meeting in a real browser, also when the connection is bad."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from models import normalized
from models.normalized import NormalizedSubmission, Wanted
from models.vocabulary import Channel, Status
from tests.browser.desk.conftest import Site
from tests.browser.desk.menu import choose
from tests.browser.desk.test_reviewing import sign_in

pytestmark = pytest.mark.browser


def typed(site: Site) -> list[NormalizedSubmission]:
    """What this test's meeting brought, oldest first."""
    with site.town.services.store.read() as connection:
        found = list(normalized.submissions(connection, Wanted(channel=Channel.MEETING)))
    return [one for one in found if one.meeting and one.meeting.title == "Avond in De Schakel"]


def at_the_meeting(page: Page) -> None:
    sign_in(page, "facilitator")
    choose(page, "Bijeenkomsten")
    page.get_by_role("link", name="Nieuwe bijeenkomst").click()
    page.get_by_label("Naam van de bijeenkomst").fill("Avond in De Schakel")
    page.get_by_label("Raadpleging").select_option("4821")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_role("link", name="Typ mee").click()
    expect(page.get_by_role("status")).to_have_text("Alles is bewaard.")


def say(page: Page, *lines: str) -> None:
    """With the keyboard alone."""
    for line in lines:
        page.keyboard.type(line)
        page.keyboard.press("Enter")


def values(site: Site) -> list[object]:
    return [answer.value for one in typed(site) for answer in one.answers if answer.value is not None]


@pytest.mark.parametrize("width", [1280, 320])
def test_a_contribution_per_enter(open_page: Callable[..., Page], site: Site, width: int) -> None:
    page = open_page(width=width, scripts=True)
    at_the_meeting(page)
    page.get_by_label("Wat wordt er gezegd?").focus()
    say(page, "Meer bankjes +3", "/1", "2", "/0 De bus komt te laat")
    expect(page.locator("#typed .work-done")).to_have_count(3)
    assert values(site) == ["Meer bankjes", "benches", "De bus komt te laat"]
    assert [one.supporters for one in typed(site)] == [3, 1, 1]


def test_what_is_typed_without_a_connection_is_kept_and_sent_when_it_is_back(
    open_page: Callable[..., Page], site: Site
) -> None:
    page = open_page(scripts=True)
    at_the_meeting(page)
    page.get_by_label("Wat wordt er gezegd?").focus()
    page.context.set_offline(True)
    say(page, "Eerste", "Tweede", "Derde")
    expect(page.get_by_role("status")).to_contain_text("3 bijdragen wachten op verbinding")
    assert typed(site) == []
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text("Alles is bewaard.")
    assert values(site) == ["Eerste", "Tweede", "Derde"]


def test_what_waits_survives_closing_the_page(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    at_the_meeting(page)
    page.get_by_label("Wat wordt er gezegd?").focus()
    page.context.set_offline(True)
    say(page, "Blijft staan")
    expect(page.get_by_role("status")).to_contain_text("1 bijdrage wacht")
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#typed .work-done")).to_have_text("bewaard")
    assert values(site) == ["Blijft staan"]


def test_an_answer_that_gets_lost_on_the_way_keeps_it_once(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    at_the_meeting(page)
    lost = []

    def lose_the_first_two(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/meetypen", lose_the_first_two)
    page.get_by_label("Wat wordt er gezegd?").focus()
    say(page, "Meer licht", "Meer bomen")
    expect(page.locator("#typed .work-done")).to_have_count(2)
    assert lost == [201, 201]
    assert values(site) == ["Meer licht", "Meer bomen"]


def test_undo_by_the_keyboard_before_and_after_it_is_sent(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    at_the_meeting(page)
    page.get_by_label("Wat wordt er gezegd?").focus()
    say(page, "Vergissing")
    expect(page.locator("#typed .work-done")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator("#typed .tag")).to_have_text("ongedaan gemaakt")
    expect(page.get_by_role("status")).to_have_text("Alles is bewaard.")
    assert [one.status for one in typed(site)] == [Status.REJECTED]

    page.context.set_offline(True)
    say(page, "Blijft", "Toch niet")
    expect(page.get_by_role("status")).to_contain_text("2 bijdragen")
    page.keyboard.press("Control+z")
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text("Alles is bewaard.")
    counted = [one.answer("statement").value for one in typed(site) if one.status is Status.ACCEPTED]
    assert counted == ["Blijft"]


def test_what_is_no_answer_comes_back_to_be_mended(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    at_the_meeting(page)
    page.get_by_label("Wat wordt er gezegd?").focus()
    say(page, "/1 paars")
    expect(page.locator("#typed")).to_contain_text("geen van de antwoorden")
    page.get_by_role("button", name="Verbeter").click()
    expect(page.get_by_label("Wat wordt er gezegd?")).to_have_value("/1 paars")
    page.get_by_label("Wat wordt er gezegd?").fill("")
    page.get_by_label("Wat wordt er gezegd?").focus()
    say(page, "1")
    expect(page.locator("#typed .work-done")).to_have_count(1)
    assert values(site) == ["trees"]


def test_two_facilitators_at_once(open_page: Callable[..., Page], site: Site) -> None:
    first, second = open_page(scripts=True), open_page(scripts=True)
    at_the_meeting(first)
    sign_in(second, "clerk")
    second.goto(first.url)
    for number in range(3):
        for page, name in ((first, "eerste"), (second, "tweede")):
            page.get_by_label("Wat wordt er gezegd?").focus()
            say(page, f"{name} {number}")
    for page in (first, second):
        expect(page.locator("#typed .work-done")).to_have_count(3)
    assert sorted(map(str, values(site))) == sorted(f"{name} {n}" for name in ("eerste", "tweede") for n in range(3))


def test_somebody_who_was_signed_out_is_told_and_loses_nothing(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(scripts=True)
    at_the_meeting(page)
    context: BrowserContext = page.context
    address = page.url
    context.clear_cookies()
    page.get_by_label("Wat wordt er gezegd?").focus()
    say(page, "Na het afmelden")
    expect(page.get_by_role("status")).to_contain_text("U bent afgemeld")
    assert typed(site) == []
    other = context.new_page()
    sign_in(other, "facilitator")
    page.goto(address)
    expect(page.get_by_role("status")).to_have_text("Alles is bewaard.")
    assert values(site) == ["Na het afmelden"]
