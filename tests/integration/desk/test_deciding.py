"""A person's word: confirm, correct, empty, illegible, which consultation, which status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models import normalized
from models.normalized import NormalizedAnswer, NormalizedSubmission
from models.submissions import SUBMISSION
from models.vocabulary import AnswerState, Held, Role, Status
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor, hidden


def stored(town: Town, door: str) -> NormalizedSubmission:
    with town.services.store.read() as connection:
        return normalized.one(connection, town.submissions[door])


def answer(town: Town, door: str, question: str) -> NormalizedAnswer:
    return stored(town, door).answer(question)


def decide(visitor: Visitor, town: Town, door: str, question: str, **form: Any) -> Any:
    """Send the form of one answer as it stands in the page now."""
    page = f"/inzendingen/{town.submissions[door]}"
    action = f"{page}/antwoorden/{question}"
    seen = hidden(visitor.get(page).text, action)
    return visitor.post(action, {"gezien": seen, "oordeel": "bewaar", **form})


def test_what_waits_for_a_person_stands_first(clerk: Visitor, town: Town) -> None:
    page = clerk.get(f"/inzendingen/{town.submissions['form']}").text
    order = [page.index(f'id="antwoord-{key}"') for key in ("first", "why", "where", "also", "safe", "again", "age")]
    assert order == sorted(order)


def test_values_are_shown_as_labels(clerk: Visitor, town: Town) -> None:
    page = clerk.get(f"/inzendingen/{town.submissions['sms']}").text
    for words in ("Wat moet er zeker komen?", "meer bomen", "4 (van 1 tot 5)", "Ja", "MEEDOEN 4821"):
        assert words in page


def test_confirming_correcting_and_giving_up_settle_a_submission(clerk: Visitor, town: Town) -> None:
    decide(clerk, town, "form", "first", waarde="trees")
    decide(clerk, town, "form", "why", waarde="Het is er te donker 's avonds")
    assert stored(town, "form").status is Status.NEEDS_PERSON
    decide(clerk, town, "form", "where", oordeel="onleesbaar")
    assert answer(town, "form", "first").state is AnswerState.CONFIRMED
    assert answer(town, "form", "why").state is AnswerState.CORRECTED
    assert answer(town, "form", "why").value == "Het is er te donker 's avonds"
    assert answer(town, "form", "where").state is AnswerState.ILLEGIBLE
    assert answer(town, "form", "where").raw == "15o6"
    assert stored(town, "form").status is Status.ACCEPTED
    page = clerk.get(f"/inzendingen/{town.submissions['form']}").text
    assert "De computer las:" in page
    assert "clerk@zaandijk.example: Verbeterd" in page


def test_an_answer_can_be_left_empty(clerk: Visitor, town: Town) -> None:
    decide(clerk, town, "form", "where", oordeel="leeg")
    assert answer(town, "form", "where").state is AnswerState.EMPTY


@pytest.mark.parametrize(
    ("question", "form", "value"),
    [
        ("also", {"waarde": ["toilet", "art"]}, ["toilet", "art"]),
        ("safe", {"waarde": "5"}, 5),
        ("again", {"waarde": "yes"}, True),
        ("age", {"waarde": "34"}, 34),
        ("where", {"waarde": "1507 bc"}, "1507"),
    ],
)
def test_every_kind_of_question_can_be_corrected(
    clerk: Visitor, town: Town, question: str, form: dict[str, Any], value: object
) -> None:
    assert decide(clerk, town, "form", question, **form).status_code == 302
    assert answer(town, "form", question).value == value


@pytest.mark.parametrize(
    ("question", "given", "advice"),
    [
        ("also", ["light", "toilet", "art"], "Kies er hoogstens 2."),
        ("safe", "9", "van 1 tot en met 5"),
        ("age", "heel oud", "Vul een heel getal in"),
        ("age", "121", "van 0 tot en met 120"),
        ("where", "0123", "zoals 1506"),
        ("first", "gold", "Kies een van de antwoorden"),
        ("first", "", "Er is niets ingevuld"),
    ],
)
def test_a_wrong_answer_is_refused_with_advice(
    clerk: Visitor, town: Town, question: str, given: object, advice: str
) -> None:
    before = stored(town, "form")
    refused = decide(clerk, town, "form", question, waarde=given)
    assert refused.status_code == 400
    assert advice in refused.text
    assert stored(town, "form") == before


def test_what_a_colleague_changed_meanwhile_is_shown_and_not_overwritten(
    clerk: Visitor, coordinator: Visitor, town: Town
) -> None:
    path = f"/inzendingen/{town.submissions['form']}"
    action = f"{path}/antwoorden/first"
    seen = hidden(clerk.get(path).text, action)
    decide(coordinator, town, "form", "first", waarde="benches")
    refused = clerk.post(action, {"gezien": seen, "oordeel": "bewaar", "waarde": "trees"})
    assert refused.status_code == 409
    assert "Iemand anders veranderde dit antwoord" in refused.text
    assert answer(town, "form", "first").value == "benches"


def test_saying_illegible_twice_is_noticed_too(clerk: Visitor, coordinator: Visitor, town: Town) -> None:
    path = f"/inzendingen/{town.submissions['form']}"
    action = f"{path}/antwoorden/where"
    decide(clerk, town, "form", "where", oordeel="onleesbaar")
    seen = hidden(clerk.get(path).text, action)
    decide(coordinator, town, "form", "where", oordeel="onleesbaar")
    assert clerk.post(action, {"gezien": seen, "oordeel": "bewaar", "waarde": "1506"}).status_code == 409


def test_after_the_last_answer_comes_the_next_submission(clerk: Visitor, town: Town) -> None:
    done = decide(clerk, town, "phone", "why", waarde="Er is te weinig licht")
    assert done.status_code == 302
    assert done.location == f"/inzendingen/{town.submissions['hostile']}?verder=1"
    assert "Dit is de volgende" in clerk.get(done.location).text
    back = decide(clerk, town, "hostile", "why", oordeel="leeg")
    assert back.location == f"/inzendingen/{town.submissions['form']}?verder=1"


def test_the_oldest_comes_first_and_the_last_is_told(clerk: Visitor, town: Town) -> None:
    assert clerk.get("/volgende").location == f"/inzendingen/{town.submissions['form']}"
    with town.services.store.write() as connection:
        connection.execute(SUBMISSION.update().values(status=Status.ACCEPTED))
    assert clerk.get("/volgende").location == "/"
    assert "Er wacht nu niets op u" in clerk.get("/").text


def test_a_letter_is_filed_under_a_consultation_first(clerk: Visitor, town: Town) -> None:
    letter = f"/inzendingen/{town.submissions['letter']}"
    page = clerk.get(letter).text
    assert "Bij welke raadpleging hoort dit?" in page
    assert "/antwoorden/statement" not in page
    assert clerk.post(f"{letter}/antwoorden/statement", {"waarde": "iets"}).status_code == 404
    assert clerk.post(f"{letter}/raadpleging", {"raadpleging": "7310"}).status_code == 400
    assert clerk.post(f"{letter}/raadpleging", {"raadpleging": "4821"}).status_code == 302
    assert clerk.post(f"{letter}/raadpleging", {"raadpleging": "4821"}).status_code == 409
    assert stored(town, "letter").consultation == "4821"
    assert "clerk@zaandijk.example: consultation 4821" in clerk.get(letter).text
    decide(clerk, town, "letter", "statement", waarde="Ik mis een bankje in de schaduw.")
    assert stored(town, "letter").status is Status.ACCEPTED


def test_what_is_held_waits_until_somebody_lets_it_go_on(clerk: Visitor, town: Town) -> None:
    path = f"/inzendingen/{town.submissions['sms']}"
    with town.services.store.write() as connection:
        change = SUBMISSION.update().where(SUBMISSION.c.id == town.submissions["sms"])
        connection.execute(change.values(held=Held.MISSING_PAGE, status=Status.NEEDS_PERSON))
    page = clerk.get(path).text
    for told in ("Er ontbreekt een pagina", "scan het alsnog", "Is de pagina kwijt?"):
        assert told in page
    assert clerk.post(f"{path}/vrijgeven").status_code == 302
    assert stored(town, "sms").status is Status.ACCEPTED
    assert clerk.post(f"{path}/vrijgeven").status_code == 409


def move(visitor: Visitor, town: Town, door: str, **form: str) -> Any:
    path = f"/inzendingen/{town.submissions[door]}"
    seen = hidden(visitor.get(path).text, f"{path}/status")
    return visitor.post(f"{path}/status", {"gezien": seen, **form})


def test_a_coordinator_rejects_with_a_reason_and_takes_it_back(coordinator: Visitor, town: Town) -> None:
    assert move(coordinator, town, "sms", status="rejected").status_code == 400
    assert move(coordinator, town, "sms", status="rejected", reden="dubbel").status_code == 302
    assert stored(town, "sms").status is Status.REJECTED
    page = coordinator.get(f"/inzendingen/{town.submissions['sms']}").text
    assert "coordinator@zaandijk.example: dubbel" in page
    assert move(coordinator, town, "sms", status="accepted").status_code == 302
    assert stored(town, "sms").status is Status.ACCEPTED


def test_nothing_counts_by_decree_while_answers_wait(coordinator: Visitor, town: Town) -> None:
    refused = move(coordinator, town, "form", status="accepted")
    assert refused.status_code == 400
    assert "moet nakijken" in refused.text


@pytest.mark.parametrize("status", ["published", "withdrawn", "", "nonsense"])
def test_other_moves_are_not_made_by_hand(coordinator: Visitor, town: Town, status: str) -> None:
    assert move(coordinator, town, "sms", status=status).status_code == 400
    assert stored(town, "sms").status is Status.ACCEPTED


def test_a_status_that_changed_meanwhile_is_told(coordinator: Visitor, town: Town) -> None:
    path = f"/inzendingen/{town.submissions['sms']}/status"
    form = {"gezien": "needs_person", "status": "rejected", "reden": "dubbel"}
    assert coordinator.post(path, form).status_code == 409


def test_what_is_still_being_asked_or_was_rejected_is_only_looked_at(
    at_the_desk: Callable[[Role], Visitor], town: Town
) -> None:
    clerk = at_the_desk(Role.CLERK)
    path = f"/inzendingen/{town.submissions['form']}"
    seen = hidden(clerk.get(path).text, f"{path}/antwoorden/first")
    for status in (Status.IN_PROGRESS, Status.REJECTED, Status.PUBLISHED):
        with town.services.store.write() as connection:
            connection.execute(SUBMISSION.update().values(status=status))
        assert "Zo is het goed" not in clerk.get(path).text
        form = {"gezien": seen, "oordeel": "bewaar", "waarde": "trees"}
        assert clerk.post(f"{path}/antwoorden/first", form).status_code == 409
