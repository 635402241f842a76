"""What is typed at a counter, or sent by a program, becomes answers by the same rules as at every door."""

from __future__ import annotations

import pytest

from channels.counter.entry import readings_from_entry
from models.consultation_file import parse_definition
from models.errors import Rejected
from models.reading import Reading
from models.vocabulary import AnswerState

DEFINITION = parse_definition(
    b"""
code: "4821"
organisation: zaandijk
title: Een nieuw plein
languages: [nl]
opens: 2026-11-01
closes: 2027-02-01
privacy: {notice: "Wij bewaren uw antwoorden veilig."}
questions:
  - {key: also, type: choices, most: 2, ask: "Wat nog meer?", options: [
      {key: light, label: "meer licht"}, {key: toilet, label: "een toilet"}, {key: art, label: "kunst"}]}
  - {key: safe, type: scale, from: 1, to: 5, ask: "Hoe veilig is het?"}
  - {key: why, type: text, ask_if: {question: safe, in: [1, 2]}, ask: "Waardoor komt dat?"}
  - {key: again, type: yes_no, ask: "Wilt u weer meepraten?"}
  - {key: where, type: postcode, ask: "Wat is uw postcode?"}
"""
)


def test_answers_are_normalized_and_their_raw_form_is_kept() -> None:
    given = {"also": ["art", "light"], "safe": 4, "again": False, "where": "1506 ab"}
    assert readings_from_entry(DEFINITION, given) == (
        Reading("also", ["light", "art"], '["art", "light"]', AnswerState.READ),
        Reading("safe", 4, "4", AnswerState.READ),
        Reading("again", False, "false", AnswerState.READ),
        Reading("where", "1506", "1506 ab", AnswerState.READ),
    )


def test_an_absent_answer_gets_no_reading_and_an_explicit_nothing_is_empty() -> None:
    assert readings_from_entry(DEFINITION, {}) == ()
    readings = readings_from_entry(DEFINITION, {"safe": None, "also": [], "where": ""})
    assert {reading.state for reading in readings} == {AnswerState.EMPTY}
    assert [reading.question for reading in readings] == ["also", "safe", "where"]


def test_an_answer_to_a_question_that_does_not_apply_waits_for_a_person() -> None:
    (safe, why) = readings_from_entry(DEFINITION, {"why": "donker", "safe": 5})
    assert (safe.state, why.state, why.value) == (AnswerState.READ, AnswerState.UNCERTAIN, "donker")


def test_an_answer_to_a_question_that_applies_is_read() -> None:
    assert readings_from_entry(DEFINITION, {"why": "donker", "safe": 1})[1].state is AnswerState.READ


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"statement": "iets"}, "unknown_question"),
        ({"colour": "red"}, "unknown_question"),
        ({"also": ["light", "toilet", "art"]}, "too_many"),
        ({"also": "light"}, "invalid_answer"),
        ({"also": [{"light": 1}]}, "unknown_option"),
        ({"safe": 6}, "out_of_range"),
        ({"safe": True}, "invalid_answer"),
        ({"again": "ja"}, "invalid_answer"),
        ({"where": "0506"}, "invalid_answer"),
        ({"why": ["donker"]}, "invalid_answer"),
    ],
)
def test_a_fault_names_its_question(answers: dict[str, object], code: str) -> None:
    with pytest.raises(Rejected) as refused:
        readings_from_entry(DEFINITION, answers)
    assert refused.value.code == code
    assert refused.value.message.startswith(f"{next(iter(answers))}: ")
