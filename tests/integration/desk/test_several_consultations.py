"""A meeting about two consultations: what was said goes to the right one, and a person can say otherwise."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
import sqlalchemy as sa

from channels.meetings.segment_keeping import NOTE_SEGMENT
from channels.meetings.sheet import make_sheet
from intake.jobs import find_due, run_entry
from models.consultations import load_definition
from models.normalized import NormalizedSubmission, Wanted, submissions
from models.vocabulary import Channel, Role
from tests.integration.desk.town import CODE, OTHER_CONSULTATION, Town
from tests.integration.desk.visitor import Visitor

SECOND = "5533"
TITLE = "Avond over twee plannen"
NOTES = """# Avond over twee plannen

Vanavond gaat het over 4821 en 5533.

## Een nieuw plein voor Zaandijk
- Er moet meer licht op het plein komen (8 mensen).
- Over 5533: maak het water ook schoon.

## 5533, het water
- Zwemmen moet kunnen.

## Rondvraag
- Graag een steiger bij de brug.
"""


@pytest.fixture
def facilitator(town: Town, at_the_desk: Callable[[Role], Visitor]) -> Visitor:
    second = OTHER_CONSULTATION.replace("7310", SECOND).replace("meerdam", "zaandijk")
    load_definition(town.services.store, second.encode())
    return at_the_desk(Role.FACILITATOR)


def hand_in(facilitator: Visitor, town: Town, data: bytes, name: str) -> None:
    form = {"raadpleging": CODE, "ook": SECOND, "titel": TITLE, "bestand": (io.BytesIO(data), name)}
    assert facilitator.post("/bijeenkomst", form).status_code == 200
    with town.services.store.write() as connection:
        waiting = find_due(town.services, connection)
    for entry in waiting:
        run_entry(town.services, entry)


def said(town: Town) -> dict[str, NormalizedSubmission]:
    with town.services.store.read() as connection:
        found = list(submissions(connection, Wanted(channel=Channel.MEETING)))
    here = [one for one in found if one.meeting and one.meeting.title == TITLE]
    return {str(answer.value): one for one in here for answer in one.answers if answer.value}


def test_each_contribution_goes_to_the_consultation_above_it_or_that_it_names(facilitator: Visitor, town: Town) -> None:
    hand_in(facilitator, town, NOTES.encode(), "verslag.md")
    assert {words: one.consultation for words, one in said(town).items()} == {
        "Er moet meer licht op het plein komen (8 mensen).": CODE,
        "Over 5533: maak het water ook schoon.": SECOND,
        "Zwemmen moet kunnen.": SECOND,
        "Graag een steiger bij de brug.": CODE,
    }
    asked = said(town)["Graag een steiger bij de brug."].meeting
    assert asked
    assert asked.remark == "Rondvraag", "of the meeting as a whole, and who reads it sees so"
    assert len({one.meeting.id for one in said(town).values() if one.meeting}) == 1


def test_a_person_says_that_it_was_about_the_other(facilitator: Visitor, town: Town) -> None:
    hand_in(facilitator, town, NOTES.encode(), "verslag.md")
    meeting = next(one.meeting.id for one in said(town).values() if one.meeting)
    with town.services.store.read() as connection:
        query = sa.select(NOTE_SEGMENT).where(NOTE_SEGMENT.c.meeting_id == meeting)
        parts = list(connection.execute(query.order_by(NOTE_SEGMENT.c.position)))
    path = f"/bijeenkomsten/{meeting}/verslag/{parts[0].evidence_id}"
    place = next(one.position for one in parts if "steiger" in one.text)
    page = facilitator.get(f"{path}?stuk={place}").text
    assert f'<optgroup label="{SECOND} – Schoon water in de Meer">' in page
    own = re.search(r'<option value="([^"]*/idea)"', page)
    assert own

    def belongs(to: str) -> tuple[int, str, str]:
        version = re.search(r'name="versie" value="(\d+)"', facilitator.get(path).text)
        assert version
        form = {"versie": version[1], "stuk": place, "daad": "describe", "vraag": to}
        status = facilitator.post(path, form, follow=True).status_code
        one = said(town)["Graag een steiger bij de brug."]
        (question,) = [answer.question for answer in one.answers if answer.value]
        return status, one.consultation or "", question

    assert belongs(own[1]) == (200, SECOND, "idea")
    assert belongs("why") == (200, CODE, "why")
    assert belongs("0000/idea") == (400, CODE, "why")
    assert belongs("idea") == (400, CODE, "why")
    version = re.search(r'name="versie" value="(\d+)"', facilitator.get(path).text)
    assert version
    facilitator.post(path, {"versie": version[1], "daad": "undo"}, follow=True)
    assert said(town)["Graag een steiger bij de brug."].consultation == SECOND


def test_a_sheet_goes_to_what_it_was_made_for(facilitator: Visitor, town: Town) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_sheet(town.version(SECOND).definition, "nl")))
    book.worksheets[0].cell(3, 1, "Een steiger")
    filled = io.BytesIO()
    book.save(filled)
    hand_in(facilitator, town, filled.getvalue(), "blad.xlsx")
    assert said(town)["Een steiger"].consultation == SECOND
