"""The main job: one day through every door, with real processes, on real input."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from intake.demo.day import Day, play
from intake.demo.table import table
from intake.settings import PROJECT
from models.vocabulary import Channel, Status


@pytest.fixture(scope="module")
def day() -> Day:
    return play()


def test_every_door_brought_what_came_through_it(day: Day) -> None:
    doors = Counter(submission.channel for submission in day.submissions)
    assert doors[Channel.MEETING] > 10
    assert {door: number for door, number in doors.items() if door is not Channel.MEETING} == {
        Channel.SMS: 1,
        Channel.PHONE: 1,
        Channel.FORM: 1,
        Channel.LETTER: 2,
        Channel.COUNTER: 1,
    }


def test_what_was_keyed_texted_ticked_and_typed_counts_at_once(day: Day) -> None:
    counted = {s.channel for s in day.submissions if s.status is Status.ACCEPTED}
    assert counted == {Channel.SMS, Channel.FORM, Channel.COUNTER}


def test_what_was_spoken_or_written_freely_waits_for_a_person(day: Day) -> None:
    waiting = {s.channel for s in day.submissions if s.status is Status.NEEDS_PERSON}
    assert waiting == {Channel.PHONE, Channel.LETTER, Channel.MEETING}


def test_the_form_was_read_as_it_was_filled_in(day: Day) -> None:
    (form,) = (s for s in day.submissions if s.channel is Channel.FORM)
    values = {answer.question: answer.value for answer in form.answers if answer.value is not None}
    assert values == {
        "first": "stalls",
        "also": ["bikes", "light"],
        "safe": 4,
        "again": False,
        "age": 35,
        "where": "1544",
        "role": "worker",
    }


def test_the_recording_of_the_call_was_fetched_and_kept(day: Day) -> None:
    (call,) = (s for s in day.submissions if s.channel is Channel.PHONE)
    assert "audio/wav" in {evidence.media_type for evidence in call.evidence}


def test_the_table_has_a_line_for_each_and_fits_a_page(day: Day) -> None:
    lines = table(day.submissions).splitlines()
    assert len(lines) == len(day.submissions) + 1
    assert max(map(len, lines)) <= 96


def test_the_readme_shows_what_the_demo_prints(day: Day) -> None:
    """Lines that were cut off may go on differently: another Tesseract reads a letter otherwise."""
    shown = (PROJECT / "README.md").read_text(encoding="utf-8").partition("$ inloop demo\n")[2].partition("\n```")[0]
    pattern = ".*".join(map(re.escape, shown.split("…")))
    assert re.fullmatch(pattern, table(day.submissions)), table(day.submissions)
