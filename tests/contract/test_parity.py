"""Parity is the product: the same person giving the same answers ends as the same submission, whatever the door.

Each row of `ANSWERS` is one answer as it is given at each door, and the value that must come out of all of them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from PIL import Image

from channels.meetings.sheet import make_sheet
from channels.paper.form import make_form
from intake.meeting_files import take_in_meeting_file
from intake.scanned_files import take_in_scan
from models import accounts, decisions
from models.normalized import NormalizedSubmission
from models.vocabulary import AnswerState, Role, Status
from tests.consultation import CODE, SOURCE, definition
from tests.installation import Installation
from tests.media_host import running_media_host
from tests.paper_kit import Pen, fill

RECORDING = "RE00000000000000000000000000000001"
WORDS = "Het is er te donker, en er ligt glas."


@dataclass(frozen=True)
class Given:
    """One answer: the text message, the keys, the tick or comb on paper, the sheet's cell, the API's JSON."""

    question: str
    sms: str
    phone: str
    paper: Any
    sheet: str
    api: Any
    value: Any


ANSWERS = [
    #     question  SMS          keys     on paper            in the sheet  API                 stored
    Given("first", "bankjes", "2", "benches", "bankjes", "benches", "benches"),
    Given("also", "3 en 1", "31#", ["light", "art"], "1, 3", ["art", "light"], ["light", "art"]),
    Given("safe", "twee", "2", 2, "2", 2, 2),
    Given("why", WORDS, "recorded", WORDS, WORDS, WORDS, WORDS),
    Given("again", "ja hoor", "1", True, "ja", True, True),
    Given("age", "drieëntwintig", "23#", 23, "23", 23, 23),
    Given("where", "1506", "1506#", "1506", "1506", "1506", "1506"),
    Given("role", "b", "2", "worker", "ik werk hier", "worker", "worker"),
]

SKIPS = [
    Given("first", "overslaan", "#", None, "", None, None),
    Given("also", "overslaan", "#", None, "", None, None),
    Given("safe", "overslaan", "#", None, "", None, None),
    Given("again", "overslaan", "#", None, "", None, None),
    Given("age", "overslaan", "#", None, "", None, None),
    Given("where", "overslaan", "#", None, "", None, None),
    Given("role", "1", "1", "resident", "1", "resident", "resident"),
]
"""Somebody who answers one question only: the others are empty, and the submission counts all the same."""


@pytest.fixture
def inloop(tmp_path: Path, database_url: str) -> Iterator[Installation]:
    with running_media_host() as company:
        company.keep(RECORDING)
        installation = Installation(tmp_path / "home", database_url, twilio_api_url=company.url)
        installation.add_organisation()
        installation.load(SOURCE)
        yield installation
        installation.close()


def by_text(inloop: Installation, given: list[Given]) -> None:
    inloop.text(f"MEEDOEN {CODE}")
    for one in given:
        inloop.text(one.sms)


def by_phone(inloop: Installation, given: list[Given]) -> None:
    call = inloop.call()
    call.press("1")  # Dutch
    for one in given:
        if one.phone == "recorded":
            call.record(RECORDING)
            call.press("1")  # it is fine as it is
        else:
            call.press(one.phone)
    assert call.now.hangs_up
    inloop.work()


def on_paper(inloop: Installation, given: list[Given]) -> None:
    form = make_form(definition(), 1, language="nl")
    answers = {one.question: one.paper for one in given if one.paper is not None}
    filled = fill(form, definition(), answers, Pen(np.random.default_rng(4821)))
    pages = [Image.fromarray(page) for page in filled.pages]
    scan = io.BytesIO()
    pages[0].save(scan, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    take_in_scan(inloop.services, scan.getvalue(), "scan.pdf")
    inloop.work()


def in_a_meeting(inloop: Installation, given: list[Given]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_sheet(definition(), "nl", version=1)))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for one in given:
        sheet.cell(3, columns[one.question], one.sheet)
    filled = io.BytesIO()
    book.save(filled)
    take_in_meeting_file(inloop.services, filled.getvalue(), "sheet.xlsx", consultation=CODE)
    inloop.work()


def through_the_api(inloop: Installation, given: list[Given]) -> None:
    answers = {one.question: one.api for one in given if one.api is not None}
    assert inloop.enter(CODE, answers).status_code == 201


DOORS: dict[str, Callable[[Installation, list[Given]], None]] = {
    "sms": by_text,
    "phone": by_phone,
    "form": on_paper,
    "meeting": in_a_meeting,
    "counter": through_the_api,
}


def reviewed(inloop: Installation, given: list[Given]) -> NormalizedSubmission:
    """The submission after a person has typed what only a person can read or hear."""
    accounts.add_user(inloop.services.store, "clerk@zaandijk.example", "zaandijk", Role.CLERK)
    typed = {one.question: one.value for one in given}
    found = inloop.only()
    with inloop.services.store.write() as connection:
        clerk = connection.execute(accounts.sa.select(accounts.STAFF.c.id)).scalar_one()
        for answer in found.answers:
            if answer.state in (AnswerState.UNCERTAIN, AnswerState.ILLEGIBLE) or typed[answer.question] == WORDS:
                decisions.decide(
                    connection, found.id, definition(), answer.question, by=clerk, value=typed[answer.question]
                )
    return inloop.only()


@pytest.mark.parametrize("door", DOORS)
def test_the_same_answers_end_as_the_same_values(inloop: Installation, door: str) -> None:
    DOORS[door](inloop, ANSWERS)
    submission = reviewed(inloop, ANSWERS)
    assert {answer.question: answer.value for answer in submission.answers} == {
        given.question: given.value for given in ANSWERS
    }
    assert [answer.question for answer in submission.answers] == [given.question for given in ANSWERS]
    assert submission.status is Status.ACCEPTED
    assert submission.complete
    assert submission.group == "worker"
    assert submission.channel == door
    assert submission.entered_by is None


@pytest.mark.parametrize("door", DOORS)
def test_only_text_that_was_spoken_or_written_by_hand_waits_for_a_person(inloop: Installation, door: str) -> None:
    DOORS[door](inloop, ANSWERS)
    states = {answer.question: answer.state for answer in inloop.only().answers}
    unsure = {question for question, state in states.items() if state is not AnswerState.READ}
    assert unsure == ({"why"} if door in ("form", "phone") else set())


@pytest.mark.parametrize("door", DOORS)
def test_who_answers_one_question_counts_and_nothing_is_invented(inloop: Installation, door: str) -> None:
    DOORS[door](inloop, SKIPS)
    submission = inloop.only()
    assert {answer.question: answer.value for answer in submission.answers} == {
        given.question: given.value for given in SKIPS
    }
    empty = {answer.question for answer in submission.answers if answer.state is AnswerState.EMPTY}
    assert empty == {given.question for given in SKIPS if given.value is None}
    assert submission.status is Status.ACCEPTED
    assert submission.complete
