"""No name gets into the reference work before a person said of it that it may: found by the engine, decided by word."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from intake.app import create_app
from intake.reference.publication import gather
from models.consultations import latest
from models.reference import ENTRY
from models.submissions import ANSWER, settle
from models.vocabulary import AnswerState
from tests.integration.desk.test_redacting import look_for_names
from tests.integration.desk.town import CODE, Town
from tests.integration.desk.visitor import Visitor

SAID = "Aaltje Verzonnen van de Kerkstraat 12 wil een toilet op het Marktplein."
LEFT = "[naam] van de [adres] wil een toilet op het Marktplein."
PROPOSALS = "/naslagwerk/voorstellen"


@pytest.fixture
def app(town: Town) -> Iterator[Flask]:
    """Where an engine that finds names is switched on."""
    app = create_app(replace(town.services.settings, names_engine="tests.engines:NamesByList"))
    app.testing = True
    yield app
    app.extensions["inloop"].store.close()


@pytest.fixture
def waiting(town: Town) -> Town:
    """A contribution of a meeting that waits for the reference work, and names somebody."""
    mine = town.submissions["meeting"]
    with town.services.store.write() as connection:
        said = {"state": AnswerState.CONFIRMED, "value": SAID}
        connection.execute(ANSWER.update().where(ANSWER.c.submission_id == mine).values(said))
        version = latest(town.services.store, connection, CODE)
        assert version is not None
        settle(connection, mine, version.definition, complete=True)
    return town


def proposed(visitor: Visitor) -> tuple[str, dict[str, object]]:
    """The page, and what its form would send as it stands."""
    text = html.unescape(visitor.get(PROPOSALS).text)
    (origin,) = re.findall(r'name="herkomst" value="([^"]+)"', text)
    (words,) = re.findall(r'<textarea id="tekst"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    return text, {"herkomst": origin, "besluit": "op", "soort": "statement", "tekst": words}


def published(town: Town) -> list[str]:
    return [one.text for one in gather(town.services.store, "zaandijk").entries]


def test_a_proposal_is_without_the_names_that_were_found(coordinator: Visitor, waiting: Town) -> None:
    text, given = proposed(coordinator)
    assert "Inloop zoekt nog naar namen." in text
    assert coordinator.post(PROPOSALS, given).status_code == 400, "nobody looked for names in it"
    assert published(waiting) == []
    look_for_names(waiting)
    text, given = proposed(coordinator)
    assert "Inloop zoekt nog naar namen." not in text
    assert given["tekst"] == LEFT
    assert coordinator.post(PROPOSALS, given).status_code == 302
    assert published(waiting) == [LEFT]


def test_a_name_that_somebody_writes_back_stays_only_if_they_say_so_of_that_name(
    coordinator: Visitor, waiting: Town
) -> None:
    look_for_names(waiting)
    _, given = proposed(coordinator)
    given["tekst"] = "Aaltje Verzonnen wil een toilet. Bel 06 12345678."
    refused = coordinator.post(PROPOSALS, given)
    assert refused.status_code == 400
    assert re.findall(r'name="blijft" value="([^"]+)"', refused.text) == ["Aaltje Verzonnen", "06 12345678"]
    half = coordinator.post(PROPOSALS, {**given, "blijft": "Aaltje Verzonnen"})
    assert half.status_code == 400, "of the number nobody said so"
    assert 'value="Aaltje Verzonnen" checked' in half.text
    assert published(waiting) == []
    shorter = coordinator.post(PROPOSALS, {**given, "tekst": "Mevrouw Verzonnen wil een toilet."})
    assert re.findall(r'name="blijft" value="([^"]+)"', shorter.text) == ["Verzonnen"]
    given["tekst"] = "Aaltje Verzonnen wil een toilet."
    assert coordinator.post(PROPOSALS, {**given, "blijft": "Aaltje Verzonnen"}).status_code == 302
    assert published(waiting) == [given["tekst"]]
    with waiting.services.store.read() as connection:
        assert connection.execute(sa.select(ENTRY.c.let_stand)).scalar_one() == ["Aaltje Verzonnen"]


def test_what_somebody_types_in_is_looked_through_as_well(coordinator: Visitor, town: Town) -> None:
    given: dict[str, object] = {"soort": "lesson", "tekst": "Piet Fictief had de sleutel.", "wie": "public"}
    refused = coordinator.post("/naslagwerk/nieuw", given)
    assert refused.status_code == 400
    assert "nog niet naar namen gezocht" in refused.text
    coordinator.post("/naslagwerk/nieuw", {**given, "wie": "draft"})
    look_for_names(town)
    with town.services.store.read() as connection:
        entry_id = connection.execute(sa.select(ENTRY.c.id)).scalar_one()
    address = f"/naslagwerk/{entry_id}/wijzigen"
    named = coordinator.post(address, given)
    assert named.status_code == 400
    assert re.findall(r'name="blijft" value="([^"]+)"', named.text) == ["Piet Fictief"]
    assert published(town) == []
    other = {**given, "tekst": "De beheerder had de sleutel."}
    assert coordinator.post(address, other).status_code == 400, "these words nobody looked through"
    assert coordinator.post(address, {**other, "namen_gezien": "1"}).status_code == 302
    assert published(town) == [other["tekst"]]


def test_streets_that_the_consultation_is_about_stay(coordinator: Visitor, waiting: Town) -> None:
    coordinator.post(f"/publiceren/{CODE}/namen", {"naam": "Kerkstraat"})
    look_for_names(waiting)
    assert proposed(coordinator)[1]["tekst"].startswith("[naam] van de Kerkstraat [huisnummer] wil")
