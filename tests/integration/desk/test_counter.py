"""The counter: staff fill in a consultation with a resident beside them."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from models import consents, normalized
from models.consultations import load_definition
from models.evidence import EVIDENCE
from models.normalized import NormalizedSubmission, Wanted
from models.tables.consents import ConsentPurpose
from models.vocabulary import AnswerState, Channel, EvidenceKind, Status
from tests.integration.desk.town import CONSULTATION, Town
from tests.integration.desk.visitor import Visitor

EVERYTHING = {
    "first": "benches",
    "also": ["art", "light"],
    "safe": "2",
    "why": "Het is er donker",
    "again": "no",
    "age": "71",
    "where": "1506 ab",
}


def at_the_counter(town: Town) -> list[NormalizedSubmission]:
    """What came in over the counter, without what the town had already."""
    wanted = Wanted(channel=Channel.COUNTER)
    with town.services.store.read() as connection:
        found = list(normalized.submissions(connection, wanted))
    return [one for one in found if one.id != town.submissions["counter"]]


def send(visitor: Visitor, path: str = "/balie/4821", **form: Any) -> Any:
    entry = re.search(r'name="form-entry" value="([^"]+)"', visitor.get(path).text)
    assert entry
    return visitor.post(path, {"form-entry": entry[1], "form-language": "nl", **form})


def test_every_question_type_is_taken_in(clerk: Visitor, town: Town) -> None:
    assert send(clerk, **EVERYTHING).status_code == 302
    (stored,) = at_the_counter(town)
    assert {one.question: one.value for one in stored.answers} == {
        "first": "benches",
        "also": ["light", "art"],
        "safe": 2,
        "why": "Het is er donker",
        "again": False,
        "age": 71,
        "where": "1506",
    }
    assert {one.state for one in stored.answers} == {AnswerState.READ}
    assert {one.confidence for one in stored.answers} == {None}
    assert (stored.status, stored.complete, stored.language) == (Status.ACCEPTED, True, "nl")
    assert [one.kind for one in stored.evidence] == ["entry"]


@pytest.mark.parametrize(("ticked", "known"), [({"form-notice": "1"}, [ConsentPurpose.USE]), ({}, [])])
def test_only_who_sat_beside_the_resident_says_that_they_were_told_the_notice(
    clerk: Visitor, town: Town, ticked: dict[str, str], known: list[ConsentPurpose]
) -> None:
    assert "gehoord of gelezen" in clerk.get("/balie/4821").text
    assert send(clerk, **EVERYTHING, **ticked).status_code == 302
    (stored,) = at_the_counter(town)
    with town.services.store.read() as connection:
        events = consents.of_submission(connection, stored.id)
        typed = connection.execute(sa.select(EVIDENCE.c.content).where(EVIDENCE.c.kind == EvidenceKind.ENTRY))
        latest = list(typed.scalars())[-1]
    assert [event.purpose for event in events] == known
    assert (b'"noticeTold":true' in bytes(latest)) is bool(known), "the entry is the proof"


def test_the_typist_is_noted_and_the_receipt_is_shown(clerk: Visitor, town: Town) -> None:
    done = send(clerk, **EVERYTHING)
    (stored,) = at_the_counter(town)
    assert done.location == f"/balie/klaar/{stored.id}"
    page = clerk.get(done.location).text
    assert f"{stored.receipt[:4]} {stored.receipt[4:]}" in page
    assert stored.entered_by is not None
    assert "clerk@zaandijk.example" in clerk.get(f"/inzendingen/{stored.id}").text


def test_an_unanswered_question_is_asked_once_more_and_then_left_empty(clerk: Visitor, town: Town) -> None:
    asked = send(clerk, safe="5", first="trees")
    assert asked.status_code == 400
    assert "Vraag het nog één keer" in asked.text
    again = re.findall(r'name="form-asked" value="([^"]+)"', asked.text)
    assert again == ["again"]
    assert send(clerk, safe="5", first="trees", **{"form-asked": again}).status_code == 302
    (stored,) = at_the_counter(town)
    assert stored.answer("again").state is AnswerState.EMPTY


def test_no_answer_is_never_asked_again(clerk: Visitor, town: Town) -> None:
    assert send(clerk, first="-", safe="-", again="-").status_code == 302
    (stored,) = at_the_counter(town)
    assert {one.state for one in stored.answers} == {AnswerState.EMPTY}


def test_an_answer_that_does_not_belong_is_sent_back_and_everything_typed_stays(clerk: Visitor, town: Town) -> None:
    refused = send(clerk, **{**EVERYTHING, "safe": "4"})
    assert refused.status_code == 400
    assert "Deze vraag hoort er niet bij. Alleen als het antwoord op “Hoe veilig is het?” is: 1 of 2." in refused.text
    assert ">Het is er donker</textarea>" in refused.text
    assert 'name="safe" value="4" checked' in refused.text
    assert 'value="71"' in refused.text
    assert at_the_counter(town) == []


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ({"also": ["art", "light", "toilet"]}, "Kies er hoogstens 2."),
        ({"age": "121"}, "Vul een heel getal in, van 0 tot en met 120."),
        ({"age": "9" * 400}, "Vul een heel getal in"),
        ({"where": "12"}, "Vul een postcode in, zoals 1506."),
        ({"first": "gold"}, "Kies een van de antwoorden die er staan."),
        ({"why": "a" * 20_001}, "Deze tekst is te lang."),
    ],
)
def test_a_wrong_answer_is_sent_back_with_advice(
    clerk: Visitor, town: Town, wrong: dict[str, Any], advice: str
) -> None:
    refused = send(clerk, **{**EVERYTHING, **wrong})
    assert refused.status_code == 400
    assert advice in refused.text
    assert at_the_counter(town) == []


def test_pressing_the_button_twice_stores_one(clerk: Visitor, town: Town) -> None:
    form = {"form-entry": "01a2-once", "form-language": "nl", **EVERYTHING}
    first, second = clerk.post("/balie/4821", form), clerk.post("/balie/4821", form)
    assert first.location == second.location
    assert len(at_the_counter(town)) == 1


def test_the_questions_are_asked_in_the_residents_language(clerk: Visitor, town: Town) -> None:
    page = clerk.get("/balie/4821?taal=en").text
    assert "How safe is it?" in page
    assert "very unsafe" in page
    assert send(clerk, **{**EVERYTHING, "form-language": "en"}).status_code == 302
    (stored,) = at_the_counter(town)
    assert stored.language == "en"


def test_a_closed_consultation_takes_nothing_in(clerk: Visitor, town: Town) -> None:
    closed = re.sub(r"(opens|closes): \d{4}", r"\1: 2020", CONSULTATION)
    load_definition(town.services.store, closed.encode())
    assert clerk.get("/balie/4821").status_code == 409
    assert clerk.post("/balie/4821", {"form-entry": "x", **EVERYTHING}).status_code == 409
    assert "Nu niet open" in clerk.get("/balie").text
    assert at_the_counter(town) == []


def test_a_long_entry_is_kept_as_evidence_too(clerk: Visitor, town: Town) -> None:
    send(clerk, **{**EVERYTHING, "why": "é" * 5000})
    (stored,) = at_the_counter(town)
    assert town.services.evidence.get(stored.evidence[0].id.removeprefix("sha256:"))
