"""Somebody at the counter has a receipt or a participation code."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from models import codes, consultations
from models.evidence import EVIDENCE
from models.normalized import NormalizedSubmission, one
from models.submissions import SUBMISSION, move
from models.tables.audit import Act
from models.vocabulary import AnswerState, EvidenceKind, Role, Status
from tests.consultation import with_changes
from tests.integration.desk.test_looks import trail
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor, form_fields

SEARCH = "/balie/zoek"
MORE = "Ik wil ook graag een bankje."


@pytest.fixture
def code(town: Town) -> str:
    """A code of a consultation that asks for them."""
    store = town.services.store
    consultations.load_definition(store, with_changes(code='"6100"', contact="none\nparticipation: code").encode())
    with store.write() as connection:
        version = consultations.latest(store, connection, "6100")
        assert version is not None
        return codes.make(store, connection, town.services.vault, version, 1)[0].code


def stored(town: Town, door: str = "counter") -> NormalizedSubmission:
    with town.services.store.read() as connection:
        return one(connection, town.submissions[door])


def look(visitor: Visitor, number: str) -> str:
    return str(visitor.post(SEARCH, {"nummer": number}).text)


def add(visitor: Visitor, town: Town, door: str = "counter", text: str = MORE, entry: str = "01a2-added") -> str:
    path = f"/balie/aanvullen/{town.submissions[door]}"
    return str(visitor.post(path, {"tekst": text, "form-entry": entry}, follow=True).text)


def test_a_receipt_finds_what_was_sent_in_with_what_to_tell_and_that_is_a_look(clerk: Visitor, town: Town) -> None:
    receipt = stored(town).receipt
    before = len(trail(town, Act.LOOKED))
    page = look(clerk, f"{receipt[:4]} {receipt[4:]}")
    assert "Uw antwoorden tellen mee." in page
    assert "Een nieuw plein voor Zaandijk" in page
    (noted,) = trail(town, Act.LOOKED)[before:]
    assert (noted.subject, noted.subject_id) == ("submission", town.submissions["counter"])


@pytest.mark.parametrize("number", ["12345678", "123456789", "0", "abc", "9" * 500, "' or 1=1 --"])
def test_a_number_that_nobody_has_says_so_and_shows_nothing(clerk: Visitor, town: Town, number: str) -> None:
    answer = clerk.post(SEARCH, {"nummer": number})
    assert answer.status_code == 404
    assert "Dit nummer kennen wij niet" in answer.text
    assert trail(town, Act.LOOKED) == []


def test_an_empty_form_is_no_wrong_number(clerk: Visitor, town: Town) -> None:
    for _ in range(21):
        assert "Typ eerst een nummer" in look(clerk, " ")
    assert "Uw antwoorden" in look(clerk, stored(town).receipt)


def test_another_organisations_receipt_is_unknown_here(clerk: Visitor, town: Town) -> None:
    assert "Dit nummer kennen wij niet" in look(clerk, stored(town, "elsewhere").receipt)


def test_who_sees_only_some_doors_finds_nothing_of_others(at_the_desk: object, town: Town) -> None:
    somebody = at_the_desk(Role.FACILITATOR)  # type: ignore[operator]
    assert "Dit nummer kennen wij niet" in look(somebody, stored(town, "sms").receipt)
    assert (
        somebody.post(f"/balie/aanvullen/{town.submissions['sms']}", {"tekst": MORE, "form-entry": "1"}).status_code
        == 404
    )


def test_a_code_opens_the_form_and_stands_in_no_address(clerk: Visitor, town: Town, code: str) -> None:
    page = look(clerk, f"{code[:3]}-{code[3:6]}-{code[6:]}")
    assert "Met deze code is hier nog niets te zien" in page
    assert not re.search(rf'(?:href|action)="[^"]*{code}', page)
    (noted,) = trail(town, Act.LOOKED)
    assert noted.subject == "participation_code"
    assert code not in repr(trail(town, *Act))
    begun = clerk.post("/balie/6100/stap", {"form-code": code}).text
    assert f'value="{code}"' in begun
    fields = form_fields(
        clerk.post("/balie/6100/stap", {**form_fields(begun, "balie"), "form-go": "form-end"}).text, "balie"
    )
    answers = {"first": "trees", "safe": "5", "again": "yes", "role": "resident"}
    assert clerk.post("/balie/6100/stap", {**fields, **answers, "form-go": "save"}).status_code == 302
    page = look(clerk, code)
    assert "Begin opnieuw met deze code" in page
    assert "telt alleen de laatste inzending" in page
    assert "Wat wil de inwoner toevoegen?" in page


def test_too_many_numbers_that_nobody_has_end_the_looking_for_a_day(
    clerk: Visitor, coordinator: Visitor, town: Town, code: str
) -> None:
    for _ in range(20):
        look(clerk, "111111111")
    assert "te vaak" in look(clerk, code)
    assert "te vaak" in clerk.post("/balie/6100", {"form-entry": "1", "form-code": code}).text, "nor through the form"
    begun = {"form-entry": "2", "form-no-code": "1", "first": "-", "safe": "-", "again": "-", "role": "resident"}
    entered = clerk.post("/balie/6100", begun).location.rpartition("/")[2]
    assert clerk.post(f"/inzendingen/{entered}/deelnamecode", {"form-code": code}).status_code == 409
    assert "Met deze code" in look(coordinator, code), "a colleague goes on"


def test_what_is_added_is_the_residents_with_the_entry_as_evidence(clerk: Visitor, town: Town) -> None:
    assert "dit staat nu bij inzending" in add(clerk, town)
    after = stored(town)
    assert (after.answer("statement").value, after.answer("statement").state) == (MORE, AnswerState.READ)
    assert after.status is Status.ACCEPTED
    with town.services.store.read() as connection:
        entries = connection.execute(sa.select(EVIDENCE.c.content).where(EVIDENCE.c.kind == EvidenceKind.ENTRY))
        assert any(MORE.encode() in bytes(one) for one in entries.scalars())
        assert (
            connection.execute(
                sa.select(SUBMISSION.c.entered_by).where(SUBMISSION.c.id == town.submissions["counter"])
            ).scalar()
            is None
        ), "the typist of an addition did not enter the contribution"
    assert "aangevuld aan de balie" in clerk.get(f"/inzendingen/{town.submissions['counter']}").text


def test_pressed_twice_it_is_added_once_and_a_second_addition_stands_behind_it(clerk: Visitor, town: Town) -> None:
    add(clerk, town)
    add(clerk, town)
    assert stored(town).answer("statement").value == MORE
    add(clerk, town, text="En een prullenbak.", entry="01a2-second")
    assert stored(town).answer("statement").value == f"{MORE}\n\nEn een prullenbak."


def test_what_a_machine_read_waits_for_a_person_still(clerk: Visitor, town: Town) -> None:
    add(clerk, town, "meeting")
    after = stored(town, "meeting")
    assert after.answer("statement").value == f"Iedereen wil een toilet.\n\n{MORE}"
    assert (after.answer("statement").state, after.status) == (AnswerState.UNCERTAIN, Status.NEEDS_PERSON)


def test_what_was_approved_has_to_be_approved_anew(clerk: Visitor, town: Town) -> None:
    with town.services.store.write() as connection:
        move(connection, town.submissions["counter"], Status.APPROVED)
    add(clerk, town)
    assert stored(town).status is Status.ACCEPTED


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN])
def test_what_does_not_count_stays_as_it_is(clerk: Visitor, town: Town, status: Status) -> None:
    with town.services.store.write() as connection:
        move(connection, town.submissions["counter"], status)
    assert "kan niets meer worden toegevoegd" in look(clerk, stored(town).receipt)
    assert "kan niets meer worden toegevoegd" in add(clerk, town)
    assert [one.question for one in stored(town).answers if one.question == "statement"] == []


@pytest.mark.parametrize("text", ["", "   ", "a" * 4001])
def test_nothing_and_too_much_are_not_added(clerk: Visitor, town: Town, text: str) -> None:
    assert "Niet bewaard" in add(clerk, town, text=text)
    assert [one.question for one in stored(town).answers if one.question == "statement"] == []
