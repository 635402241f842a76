"""Every page about privacy is worked with keys alone: the trail, rights, the register, doubles, leaving out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models import normalized
from models.vocabulary import Channel, Status
from tests.browser.desk.conftest import Site
from tests.browser.desk.keyboard import Keys
from tests.integration.desk.test_doubles import LETTER, between, compared, sent
from tests.integration.desk.test_privacy_pages import receipt
from tests.integration.desk.test_publishing import publish_as, said
from tests.integration.desk.test_redacting import TEXT, look_for_names

pytestmark = pytest.mark.browser


@pytest.fixture
def keys(open_page: Callable[..., Page]) -> Keys:
    return Keys(open_page())


def test_the_trail_is_searched_checked_and_taken_along(keys: Keys, site: Site) -> None:
    keys.sign_in("privacy")
    keys.go("Logboek", "Logboek")
    keys.past_the_menu()
    keys.to("Wat")
    keys.press("End")
    keys.to("Vanaf")
    keys.go("Zoek", "Logboek")
    keys.past_the_menu()
    keys.go("Controleer het logboek", "Logboek")
    expect(keys.page.get_by_role("status").first).to_contain_text("Het logboek klopt")
    keys.past_the_menu()
    keys.to("Alle velden")
    keys.to("Download")
    with keys.page.expect_download() as coming:
        keys.press("Enter")
    lines = Path(coming.value.path()).read_text().splitlines()
    assert all(json.loads(line) for line in lines)
    assert lines
    keys.past_the_menu()
    keys.go("Waarvoor wij gegevens gebruiken", "gegevens")
    assert keys.page.url.endswith("/verwerkingen")


def test_somebody_gets_their_data_and_is_erased(keys: Keys, site: Site) -> None:
    number = receipt(site.town, Channel.SMS)
    with site.town.services.store.read() as connection:
        found = normalized.submissions(connection, normalized.Wanted(channel=Channel.SMS))
        theirs = next(one.id for one in found if one.receipt == number)
    keys.sign_in("privacy")
    keys.go("Inzage en wissen", "Inzage en wissen")
    keys.past_the_menu()
    keys.to("Nummer")
    keys.type(number)
    keys.to("Maak het bestand voor inzage")
    with keys.page.expect_download() as coming:
        keys.press("Enter")
    assert Path(coming.value.path()).read_bytes().startswith(b"PK")
    keys.go("Bekijk wat er gewist wordt", "Inzage en wissen")
    keys.past_the_menu()
    keys.go("Wis dit voorgoed", "Inzage en wissen")
    expect(keys.page.get_by_role("heading", name="Gewist", exact=True)).to_be_visible()
    with site.town.services.store.read() as connection, pytest.raises(KeyError):
        normalized.one(connection, theirs)


def test_what_looks_double_is_compared_and_decided(keys: Keys, site: Site) -> None:
    first, second = sent(site.town, LETTER), sent(site.town, LETTER)
    (found,) = between(compared(site.town), first, second)
    keys.sign_in("clerk")
    keys.go("Dubbel?", "Dubbel")
    keys.past_the_menu()
    link = keys.page.locator(f"a[href$='/dubbel/{found.id}']")
    keys.go(" ".join(link.inner_text().split()))
    expect(keys.page.get_by_role("button", name="Van twee mensen")).to_be_focused()
    assert keys.at().name.startswith("Van twee mensen")
    keys.press("Enter")
    expect(keys.page.locator("body")).to_contain_text("Bewaard: beide tellen.")


def test_what_is_left_out_is_decided_and_names_that_stay_are_kept(keys: Keys, site: Site) -> None:
    publish_as(site.town, "as: submission, widget: 1")
    submission = said(site.town, TEXT)
    look_for_names(site.town)
    keys.sign_in("coordinator")
    keys.go("Publiceren", "Publiceren")
    keys.past_the_menu()
    keys.go("Namen die blijven staan", "Namen")
    keys.page.goto(f"/inzendingen/{submission}/publiceren")
    for name in ("06 12345678", "mia@voorbeeld.example", "Aaltje Verzonnen", "Kerkstraat 12"):
        expect(keys.page.get_by_role("button", name=f"Weglaten: {name}")).to_be_focused()
        assert keys.at().name.startswith("Weglaten")
        keys.press("Enter")
    expect(keys.page.locator("#weglaten")).to_contain_text("U hebt overal over besloten")
    keys.go("Keur goed")
    expect(keys.page.locator(".notice.good").first).to_contain_text("Goedgekeurd")
    with site.town.services.store.read() as connection:
        assert normalized.one(connection, submission).status is Status.APPROVED
