"""A letter that asks for an answer is on a list until somebody gave it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from models.clock import now
from models.erasure import erase, of_receipt
from models.letters_to_answer import LETTER
from models.submissions import SUBMISSION
from models.tables.answering import LetterOutcome
from models.tables.audit import Act, Activity
from models.tables.erasures import ErasureGround
from tests.integration.desk.test_looks import trail
from tests.integration.desk.test_telling import give_contact
from tests.integration.desk.town import Town
from tests.integration.desk.visitor import Visitor

LIST = "/terugbellen/brieven"
ADDRESS = "Mevrouw V. Verzonnen\nVoorbeeldlaan 1\n1234 AB Verzinstad"


def ask(visitor: Visitor, town: Town, door: str = "letter") -> str:
    """Say that what came in through that door asks for an answer; its page."""
    assert visitor.post(f"/inzendingen/{town.submissions[door]}/beantwoorden").status_code == 302
    return f"{LIST}/{kept(town, door).id}"


def kept(town: Town, door: str = "letter") -> sa.Row[Any]:
    with town.services.store.read() as connection:
        return connection.execute(sa.select(LETTER).where(LETTER.c.submission_id == town.submissions[door])).one()


def test_a_letter_waits_from_the_day_on_which_it_came(clerk: Visitor, town: Town) -> None:
    ask(clerk, town)
    page = clerk.get(LIST).text
    assert "wacht al 2 dagen" in page
    assert "Wij antwoorden binnen 10 werkdagen" in page
    assert '<strong>1</strong> <a href="/terugbellen/brieven">brief vraagt een antwoord</a>' in clerk.get("/").text
    assert "vraagt om een antwoord" in clerk.get(f"/inzendingen/{town.submissions['letter']}").text


def test_asked_twice_it_stands_there_once(clerk: Visitor, town: Town) -> None:
    ask(clerk, town)
    assert "staat al bij" in clerk.post(f"/inzendingen/{town.submissions['letter']}/beantwoorden", follow=True).text


def test_what_did_not_come_on_paper_has_another_way(clerk: Visitor, town: Town) -> None:
    for door in ("phone", "elsewhere"):
        assert clerk.post(f"/inzendingen/{town.submissions[door]}/beantwoorden").status_code == 404


def test_who_wrote_is_seen_by_who_answers_and_that_is_a_look(clerk: Visitor, coordinator: Visitor, town: Town) -> None:
    path = ask(clerk, town)
    give_contact(town, town.submissions["letter"], ADDRESS)
    with town.services.store.write() as connection:
        connection.execute(sa.text("UPDATE contact SET channel = 'letter' WHERE submission_id IS NOT NULL"))
    assert "Verzinstad" not in clerk.get(LIST).text + clerk.get(path).text
    before = len(trail(town, Act.LOOKED))
    assert "Verzinstad" in clerk.post(f"{path}/neem", follow=True).text
    assert [row.activity for row in trail(town, Act.LOOKED)[before:]] == [Activity.TELL_OUTCOME]
    theirs = coordinator.post(f"{path}/neem", follow=True).text
    assert "clerk@zaandijk.example beantwoordt deze brief" in theirs
    assert "Verzinstad" not in theirs
    assert "Verzinstad" in coordinator.post(f"{path}/neem", {"over": "1"}, follow=True).text


def test_an_answer_is_printed_and_kept_nowhere(clerk: Visitor, town: Town) -> None:
    path = ask(clerk, town)
    page = clerk.post(f"{path}/afdruk", {"aan": ADDRESS, "tekst": "Beste mevrouw,\n\nEr komt <b>een</b> bankje."}).text
    assert "Er komt &lt;b&gt;een&lt;/b&gt; bankje." in page
    assert "Verzinstad" in page
    assert "bankje." not in clerk.get(path).text


def test_how_it_was_answered_stays_with_the_letter(clerk: Visitor, coordinator: Visitor, town: Town) -> None:
    path = ask(clerk, town)
    assert clerk.post(f"{path}/beantwoord").status_code == 400
    assert clerk.post(f"{path}/beantwoord", {"uitkomst": "otherwise"}).status_code == 400
    page = clerk.post(f"{path}/beantwoord", {"uitkomst": "by_letter", "notitie": "In het Turks"}, follow=True).text
    assert re.search(r"met een brief</strong>.*clerk@zaandijk.example.*In het Turks", page, re.DOTALL)
    before = kept(town)
    assert "Dit was al gedaan" in coordinator.post(f"{path}/beantwoord", {"uitkomst": "by_phone"}, follow=True).text
    assert kept(town) == before
    assert before.outcome is LetterOutcome.BY_LETTER
    shown = clerk.get(f"/inzendingen/{town.submissions['letter']}").text
    assert "beantwoord: met een brief" in shown
    assert "Toch nog een antwoord nodig" in shown


def test_a_letter_that_needs_another_answer_waits_from_then(clerk: Visitor, town: Town) -> None:
    path = ask(clerk, town)
    clerk.post(f"{path}/beantwoord", {"uitkomst": "by_phone"})
    ask(clerk, town)
    again = kept(town)
    assert (again.done_at, again.outcome) == (None, None)
    assert now() - again.since < timedelta(minutes=5)


@pytest.mark.parametrize("act", ["", "neem", "los", "afdruk", "beantwoord"])
def test_another_organisations_letters_are_not_there(coordinator: Visitor, town: Town, act: str) -> None:
    with town.services.store.write() as connection:
        row = connection.execute(sa.select(SUBMISSION).where(SUBMISSION.c.id == town.submissions["elsewhere"])).one()
        by = connection.execute(sa.text("SELECT id FROM staff WHERE email = 'clerk@meerdam.example'")).scalar_one()
        theirs = {"id": "theirs", "organisation_id": row.organisation_id, "submission_id": row.id}
        connection.execute(LETTER.insert(), {**theirs, "since": row.received_at, "asked_by": by})
    answer = (
        coordinator.post(f"{LIST}/theirs/{act}", {"uitkomst": "by_letter"})
        if act
        else coordinator.get(f"{LIST}/theirs")
    )
    assert answer.status_code == 404
    assert kept(town, "elsewhere").done_at is None


def test_it_goes_with_the_contribution(clerk: Visitor, town: Town) -> None:
    ask(clerk, town)
    with town.services.store.write() as connection:
        letter = SUBMISSION.c.id == town.submissions["letter"]
        receipt = connection.execute(sa.select(SUBMISSION.c.receipt).where(letter)).scalar_one()
        erase(connection, of_receipt(connection, receipt), ErasureGround.REQUEST)
        assert connection.execute(sa.select(LETTER)).all() == []
