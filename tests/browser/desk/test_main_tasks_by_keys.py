"""The five main tasks from signing in to their result, with keys alone and the focus in sight at every step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intake.jobs import run_entry
from models import normalized
from models.consultations import latest
from models.normalized import Wanted
from models.vocabulary import AnswerState, Channel, OutboxKind, Status
from tests.browser.desk.conftest import Site
from tests.browser.desk.keyboard import Keys
from tests.integration.desk.test_publishing import publish_as, said
from tests.integration.desk.test_uploads import SCAN, work

pytestmark = pytest.mark.browser

TODAY = datetime.now(UTC).date()


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def keys(open_page: Callable[..., Page], request: pytest.FixtureRequest) -> Keys:
    return Keys(open_page(scripts=request.param))


def test_a_clerk_checks_fields(keys: Keys, site: Site) -> None:
    keys.sign_in("clerk")
    with site.town.services.store.read() as connection:
        before = {one.id: one for one in normalized.submissions(connection, Wanted(status=Status.NEEDS_PERSON))}
    keys.to("Nakijken")
    keys.press("Enter")
    heading = keys.page.get_by_role("heading", level=1)
    expect(keys.page.get_by_role("button", name="Niet te", exact=False).first).to_be_visible()
    for _ in range(2):
        asked, where = heading.inner_text(), keys.page.url
        keys.go("Niet te")
        expect(keys.page).not_to_have_url(where)
        assert asked
    keys.go("Maak mijn vorige oordeel ongedaan")
    expect(keys.page).to_have_url(where)
    keys.to("Sla over")
    with site.town.services.store.read() as connection:
        after = [normalized.one(connection, one) for one in before]
    decided = [a for one in after for a in one.answers if a.state is AnswerState.ILLEGIBLE]
    known = [a for one in before.values() for a in one.answers if a.state is AnswerState.ILLEGIBLE]
    assert len(decided) == len(known) + 1


def test_a_clerk_hands_in_scans_and_opens_what_came_of_them(keys: Keys, site: Site, tmp_path: Path) -> None:
    (tmp_path / "post.png").write_bytes(SCAN)
    keys.sign_in("clerk")
    keys.go("Post", "Post")
    keys.past_the_menu()
    keys.to("Bestanden")
    with keys.page.expect_file_chooser() as chooser:
        keys.press("Space")
    chooser.value.set_files(tmp_path / "post.png")
    keys.go("Lever in")
    mine = keys.page.locator("#ingeleverd > li").first
    expect(mine).to_contain_text("post.png")
    (entry,) = work(site.town, OutboxKind.READ_SCAN)
    run_entry(site.town.services, entry.id)
    if keys.page.get_by_role("link", name="Ververs", exact=True).count():
        keys.go("Ververs")
    expect(mine).to_contain_text("Gelezen")
    keys.go(mine.locator("a.receipt").inner_text(), "Inzending")


def test_a_question_put_at_the_counter_gets_its_receipt(keys: Keys, site: Site) -> None:
    keys.sign_in("clerk")
    keys.go("Balie", "Balie")
    keys.past_the_menu()
    keys.go("Een nieuw plein voor Zaandijk", "Een nieuw plein voor Zaandijk")
    keys.past_the_menu()
    keys.to("meer bomen")
    keys.press("Space")
    keys.to("kunst")
    keys.press("Space")
    keys.to("1", group="3. Hoe veilig is het?")
    keys.press("Space", "ArrowRight")
    keys.to("4. Waardoor komt dat?")
    keys.type("Het is er donker")
    keys.to("Ja", group="5. Wilt u weer meepraten?")
    keys.press("Space")
    keys.to("6. Hoe oud bent u?")
    keys.type("71")
    keys.go("Bewaar deze inzending")
    number = keys.page.locator(".slip-number")
    expect(number).to_be_visible()
    with site.town.services.store.read() as connection:
        found = list(normalized.submissions(connection, Wanted(channel=Channel.COUNTER)))
    entry = next(one for one in found if one.receipt == number.inner_text().replace(" ", ""))
    values = {one.question: one.value for one in entry.answers}
    assert values["first"] == "trees"
    assert values["also"] == ["art"]
    assert values["safe"] == 2
    assert values["age"] == 71


def test_a_facilitator_types_along_at_a_table(keys: Keys, site: Site) -> None:
    keys.sign_in("facilitator")
    keys.go("Bijeenkomsten", "Bijeenkomsten")
    keys.past_the_menu()
    keys.go("Nieuwe bijeenkomst", "Nieuwe bijeenkomst")
    keys.past_the_menu()
    keys.to("Naam van de bijeenkomst")
    keys.type("Avond in De Schakel")
    keys.to("Raadpleging")
    keys.type("4821")
    keys.go("Bewaar", "Avond in De Schakel")
    keys.past_the_menu()
    keys.go("Typ mee", "Avond in De Schakel")
    assert keys.at().name == "Wat wordt er gezegd?"
    keys.type("Meer bankjes +3")
    scripted = keys.page.locator("#undo").is_visible()
    if scripted:
        keys.press("Enter")
        expect(keys.page.locator("#typed .work-done")).to_have_count(1)
    else:
        keys.go("Bewaar")
        expect(keys.page.locator("main")).to_contain_text("Meer bankjes")
    with site.town.services.store.read() as connection:
        found = list(normalized.submissions(connection, Wanted(channel=Channel.MEETING)))
    mine = [one for one in found if one.meeting and one.meeting.title == "Avond in De Schakel"]
    assert [(one.supporters, one.answers[0].value) for one in mine] == [(3, "Meer bankjes")]


def test_a_coordinator_opens_a_consultation(keys: Keys, site: Site) -> None:
    keys.sign_in("coordinator")
    keys.go("Raadplegingen", "Raadplegingen")
    keys.past_the_menu()
    keys.go("Nieuwe raadpleging", "Nieuwe raadpleging")
    keys.past_the_menu()
    keys.go("Verander het algemene deel", "Algemeen")
    keys.past_the_menu()
    keys.to("Nummer van de raadpleging")
    keys.type("5151")
    keys.to("", group="Naam")
    keys.type("De nieuwe speelplek")
    for label, day in (("Eerste dag", TODAY - timedelta(days=1)), ("Laatste dag", TODAY + timedelta(days=30))):
        keys.to(label)
        keys.type(day.strftime("%m%d%Y"))
    keys.to("", group="Uitleg over privacy")
    keys.type("Wij bewaren dit veilig.")
    keys.go("Bewaar en ga terug", "De nieuwe speelplek")
    keys.to("Wat voor vraag wilt u erbij?")
    keys.press("Home")
    keys.go("Voeg een vraag toe", "Vraag 1 van 1")
    keys.past_the_menu()
    keys.to("", group="De vraag")
    keys.type("Wat moet er komen?")
    for number, text in ((1, "schommels"), (2, "een zandbak")):
        keys.to("", group=f"Antwoord {number}")
        keys.type(text)
    keys.go("Bewaar en ga terug", "De nieuwe speelplek")
    keys.go("Stel vast", "De nieuwe speelplek")
    expect(keys.page.get_by_role("status").first).to_contain_text("Dit is nu versie 1")
    with site.town.services.store.read() as connection:
        opened = latest(site.town.services.store, connection, "5151")
    assert opened
    assert [one.key for one in opened.definition.questions]


def test_a_coordinator_publishes_a_contribution(keys: Keys, site: Site) -> None:
    publish_as(site.town, "as: submission, widget: 1")
    submission = said(site.town, "Het Marktplein is te donker.")
    keys.sign_in("coordinator")
    keys.go("Publiceren", "Publiceren")
    keys.past_the_menu()
    keys.go("Begin met goedkeuren", "Goedkeuren")
    for _ in range(20):
        if submission in keys.page.url:
            break
        keys.past_the_menu()
        keys.go("Keur goed")
    keys.past_the_menu()
    keys.go("Keur goed")
    expect(keys.page.locator(".notice.good").first).to_contain_text("Goedgekeurd")
    with site.town.services.store.read() as connection:
        assert normalized.one(connection, submission).status is Status.APPROVED
