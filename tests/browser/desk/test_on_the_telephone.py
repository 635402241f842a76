"""A call-centre worker's morning with keys alone: who waits is called, and somebody is helped to take part."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from models import normalized
from models.calling_back import CALL_BACK
from models.normalized import Wanted
from models.tables.contacts import CallOutcome
from models.vocabulary import Channel
from tests.browser.desk.conftest import Site
from tests.browser.desk.keyboard import Keys
from tests.browser.desk.test_accessible import objections

pytestmark = pytest.mark.browser

NUMBER = "085 000 0123"
"""Of who waits, as the page shows it."""


def test_who_waits_is_called_tried_again_and_reached(open_page: Callable[..., Page], site: Site) -> None:
    with site.town.services.store.write() as connection:
        connection.execute(CALL_BACK.update().values(part_of_day=None))
    keys = Keys(open_page(width=360, scripts=True))
    keys.sign_in("clerk")
    keys.go("Terugbellen", "Terugbellen")
    keys.go("Bel wie het langst wacht", NUMBER)
    assert objections(keys.page) == []
    keys.to("Gesproken")
    keys.press("ArrowDown")
    keys.to("Notitie")
    keys.type("Voicemail")
    keys.go("Bewaar", "Terugbellen")
    expect(keys.page.get_by_role("status")).to_contain_text("over een uur")
    assert objections(keys.page) == []
    keys.go("Bel toch nu", NUMBER)
    expect(keys.page.get_by_text("Voicemail")).to_be_visible()
    keys.to("Gesproken")
    keys.press("Space")
    keys.go("Bewaar", "Terugbellen")
    with site.town.services.store.read() as connection:
        ended = connection.execute(sa.select(CALL_BACK.c.outcome).where(CALL_BACK.c.id == site.town.call_backs["here"]))
        assert ended.scalar() is CallOutcome.ANSWERED


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_caller_tells_in_any_order(open_page: Callable[..., Page], site: Site, scripts: bool) -> None:
    keys = Keys(open_page(scripts=scripts))
    page = keys.page
    keys.sign_in("clerk")
    keys.go("Balie", "Balie")
    keys.go("Eén vraag tegelijk", "Een nieuw plein")
    assert keys.at().name.startswith("In welke taal")
    keys.go("Volgende", "Een nieuw plein")
    assert not scripts or objections(page) == []
    assert keys.at().group.startswith("1. Wat moet er zeker komen?")
    _choose(keys, "2", "bankjes", scripts)
    expect(page).to_have_title("Vraag 2: Een nieuw plein voor Zaandijk – Inloop")
    if scripts:
        keys.press("g")
    else:
        keys.to("Naar vraag")
    keys.type("3")
    _send(keys)
    expect(page).to_have_title("Vraag 3: Een nieuw plein voor Zaandijk – Inloop")
    _choose(keys, "1", "1", scripts)
    expect(page).to_have_title("Vraag 4: Een nieuw plein voor Zaandijk – Inloop")
    keys.type("Het is er donker")
    assert not scripts or objections(page) == []
    keys.go("Nakijken en bewaren", "Een nieuw plein")
    assert keys.at().name == "Bewaar deze inzending"
    assert not scripts or objections(page) == []
    _send(keys)
    expect(page.get_by_role("alert")).to_contain_text("Vraag het nog één keer")
    keys.press("Space")
    keys.press("ArrowDown", "ArrowDown")
    assert keys.at().name == "Geen antwoord"
    _send(keys)
    expect(page.locator(".slip-number")).to_be_visible()
    with site.town.services.store.read() as connection:
        found = list(normalized.submissions(connection, Wanted(channel=Channel.COUNTER)))
    (stored,) = [one for one in found if one.id != site.town.submissions["counter"]]
    assert [stored.answer(key).value for key in ("first", "safe", "why")] == ["benches", 1, "Het is er donker"]


def _choose(keys: Keys, digit: str, label: str, scripts: bool) -> None:
    """One key with scripts; arrows and Enter without."""
    with keys.page.expect_navigation():
        if scripts:
            keys.press(digit)
            return
        keys.press("Space")
        while keys.at().name != label:
            keys.press("ArrowDown")
        keys.press("Enter")


def _send(keys: Keys) -> None:
    with keys.page.expect_navigation():
        keys.press("Enter")
