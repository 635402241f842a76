"""Meetings at the desk: prepared, typed along with, and their files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from models import meetings, normalized
from models.evidence import EVIDENCE
from models.normalized import NormalizedSubmission, Wanted
from models.vocabulary import Channel, EvidenceKind, Role, Status
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor

OCCASION = {
    "titel": "Avond in De Schakel",
    "raadpleging": "4821",
    "datum": "2026-11-20",
    "plaats": "De Schakel",
    "organisatoren": "gemeente en wijkraad",
    "agenda": "Opening\nHet plein",
    "aanwezig": "34",
    "tafels": "Tafel 1; Voornaam Voorbeeld; 8\nTafel 2",
}


@pytest.fixture
def facilitator(at_the_desk: Callable[[Role], Visitor]) -> Visitor:
    return at_the_desk(Role.FACILITATOR)


@pytest.fixture
def place(facilitator: Visitor) -> str:
    """The address of a meeting's page."""
    return str(facilitator.post("/bijeenkomsten/nieuw", dict(OCCASION)).location)


def typed(town: Town, place: str) -> list[NormalizedSubmission]:
    with town.services.store.read() as connection:
        found = list(normalized.submissions(connection, Wanted(channel=Channel.MEETING)))
    return [one for one in found if one.meeting and one.meeting.id == place.rsplit("/", 1)[-1]]


def send(visitor: Visitor, place: str, line: dict[str, Any]) -> Any:
    return visitor.client.post(f"{place}/meetypen", json=line, headers={"X-CSRFToken": visitor.token(place)})


def line(number: int, text: str, **more: Any) -> dict[str, Any]:
    return {"id": f"{number:032x}", "text": text, "question": "", "table": "", "consultation": "4821", **more}


def test_a_meeting_is_prepared_and_changed(facilitator: Visitor, town: Town, place: str) -> None:
    page = facilitator.get(place).text
    for told in ("Avond in De Schakel", "20-11-2026", "De Schakel", "gemeente en wijkraad", "34", "Tafel 2"):
        assert told in page
    changed = {**OCCASION, "titel": "Avond over het plein", "tafels": "Tafel 1; Voornaam Voorbeeld; 9"}
    assert facilitator.post(f"{place}/gegevens", dict(changed)).status_code == 302
    with town.services.store.read() as connection:
        row = connection.execute(
            sa.select(meetings.MEETING).where(meetings.MEETING.c.id == place.rsplit("/", 1)[-1])
        ).one()
        tables = meetings.tables_of(connection, place.rsplit("/", 1)[-1])
    assert (row.title, row.held_on, row.attendance) == ("Avond over het plein", date(2026, 11, 20), 34)
    assert [(one.label, one.facilitator, one.attendance) for one in tables] == [("Tafel 1", "Voornaam Voorbeeld", 9)]
    assert "Avond over het plein" in facilitator.get("/bijeenkomsten").text


@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        ("titel", " ", "Geef de bijeenkomst een naam"),
        ("datum", "2026-02-31", "Deze datum bestaat niet"),
        ("aanwezig", "veel", "heel getal"),
        ("tafels", "Tafel 1\nTafel 1", "eigen naam"),
        ("raadpleging", "9999", "Kies bij welke raadpleging"),
    ],
)
def test_what_makes_no_sense_is_told_and_what_was_typed_stays(
    facilitator: Visitor, field: str, value: str, remedy: str
) -> None:
    answer = facilitator.post("/bijeenkomsten/nieuw", {**OCCASION, field: value})
    assert answer.status_code == 400
    assert remedy in answer.text
    assert "gemeente en wijkraad" in answer.text


def test_a_line_is_a_contribution_of_the_meeting(facilitator: Visitor, town: Town, place: str) -> None:
    assert send(facilitator, place, line(1, "Meer bankjes bij de vijver +3", table="Tafel 1")).status_code == 201
    (one,) = typed(town, place)
    assert one.meeting is not None
    assert (one.supporters, one.meeting.table, one.status) == (3, "Tafel 1", Status.ACCEPTED)
    assert one.answer("statement").value == "Meer bankjes bij de vijver"
    assert one.entered_by is not None
    assert [one.kind for one in one.evidence] == [EvidenceKind.ENTRY]


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        ("/1 2", "first", "benches"),
        ("/3 4 +2", "safe", 4),
        ("/2 1, 3", "also", ["light", "art"]),
        ("/5 nee", "again", False),
    ],
)
def test_a_number_picks_the_question_and_the_answer_is_read_as_in_the_sheet(
    facilitator: Visitor, town: Town, place: str, text: str, question: str, value: object
) -> None:
    assert send(facilitator, place, line(1, text)).status_code == 201
    (one,) = typed(town, place)
    assert one.answer(question).value == value


def test_the_same_line_sent_again_is_kept_once(facilitator: Visitor, town: Town, place: str) -> None:
    answers = [send(facilitator, place, line(1, "Meer licht")) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["submission"] for answer in answers}) == 1
    assert len(typed(town, place)) == 1


def test_two_equal_lines_are_two_people(facilitator: Visitor, town: Town, place: str) -> None:
    send(facilitator, place, line(1, "Meer licht"))
    send(facilitator, place, line(2, "Meer licht"))
    assert len(typed(town, place)) == 2


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "Typ eerst"),
        ("   +3", "Typ eerst"),
        ("/1 paars", "geen van de antwoorden"),
        ("/88 iets", "vraag is er niet"),
    ],
)
def test_what_cannot_be_kept_says_how_to_mend_it(
    facilitator: Visitor, town: Town, place: str, text: str, remedy: str
) -> None:
    answer = send(facilitator, place, line(1, text))
    assert answer.status_code == 400
    assert remedy in answer.json["message"]
    assert typed(town, place) == []


def test_undoing_lets_it_not_count_also_when_it_is_sent_twice(facilitator: Visitor, town: Town, place: str) -> None:
    send(facilitator, place, line(1, "Vergissing"))
    send(facilitator, place, line(2, "Blijft"))
    for _ in range(2):
        assert send(facilitator, place, {"id": f"{9:032x}", "undo": f"{1:032x}"}).status_code == 201
    assert {one.answer("statement").value: one.status for one in typed(town, place)} == {
        "Vergissing": Status.REJECTED,
        "Blijft": Status.ACCEPTED,
    }


def test_undoing_what_never_came_is_harmless(facilitator: Visitor, town: Town, place: str) -> None:
    assert send(facilitator, place, {"id": f"{9:032x}", "undo": f"{1:032x}"}).status_code == 201
    assert typed(town, place) == []


def test_nobody_undoes_what_somebody_else_typed(facilitator: Visitor, clerk: Visitor, town: Town, place: str) -> None:
    send(facilitator, place, line(1, "Van mij"))
    answer = send(clerk, place, {"id": f"{9:032x}", "undo": f"{1:032x}"})
    assert answer.status_code == 400
    assert typed(town, place)[0].status is Status.ACCEPTED


def test_without_scripts_it_is_a_plain_form(facilitator: Visitor, town: Town, place: str) -> None:
    page = facilitator.get(f"{place}/meetypen").text
    entry = re.search(r'name="id" value="([^"]+)"', page)
    assert entry
    form: dict[str, object] = {
        "id": entry[1],
        "text": "Meer bomen",
        "table": "Tafel 2",
        "consultation": "4821",
        "question": "",
    }
    for _ in range(2):
        after = facilitator.post(f"{place}/meetypen", form, follow=True)
        assert after.status_code == 200
    assert 'value="Tafel 2"' in after.text
    assert [one.answer("statement").value for one in typed(town, place)] == ["Meer bomen"]


def test_another_organisations_meeting_is_not_there(facilitator: Visitor, town: Town) -> None:
    for path in ("", "/gegevens", "/meetypen"):
        assert facilitator.get(f"/bijeenkomsten/{town.submissions['counter']}{path}").status_code == 404


def test_a_document_is_kept_with_the_meeting_once_and_can_be_opened(
    facilitator: Visitor, town: Town, place: str
) -> None:
    for _ in range(2):
        answer = facilitator.post(
            f"{place}/bestanden", {"bestand": (io.BytesIO(b"Notulen van de avond"), "notulen.txt")}, follow=True
        )
        assert "notulen.txt" in answer.text
    with town.services.store.read() as connection:
        rows = connection.execute(sa.select(EVIDENCE).where(EVIDENCE.c.meeting_id == place.rsplit("/", 1)[-1])).all()
    assert [(row.kind, row.media_type, row.name) for row in rows] == [
        (EvidenceKind.DOCUMENT, "text/plain", "notulen.txt")
    ]
    assert facilitator.get(f"/bewijs/{rows[0].id}").data == b"Notulen van de avond"


def test_an_empty_document_is_refused_with_the_reason(facilitator: Visitor, place: str) -> None:
    answer = facilitator.post(f"{place}/bestanden", {"bestand": (io.BytesIO(b""), "leeg.txt")}, follow=True)
    assert "leeg.txt is niet bewaard" in answer.text
