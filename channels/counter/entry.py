"""Answers as JSON values, typed by staff or sent by a program → readings."""

from __future__ import annotations

import json
from collections.abc import Mapping

from models.conditions import applies
from models.definition import Definition
from models.errors import Rejected
from models.normalization import normalize
from models.reading import Reading, Value
from models.vocabulary import AnswerState, Doubt


def readings_from_entry(definition: Definition, answers: Mapping[str, object]) -> tuple[Reading, ...]:
    """The answers that were given, in definition order.

    None, an empty text and an empty list are an explicit `empty`; a question that is not in `answers` gets no reading.
    An answer to a question whose condition does not apply is kept as `uncertain`, for a person.

    :raises Rejected: an unknown key or an invalid answer; the message begins with the question's key.
    """
    for key in answers:
        if not definition.has(key):
            known = ", ".join(question.key for question in definition.questions)
            raise Rejected(f"{key}: there is no such question; known: {known}", code="unknown_question")
    values: dict[str, Value | None] = {
        question.key: normalize(question, answers[question.key])
        for question in definition.questions
        if question.key in answers
    }
    return tuple(
        _reading(key, value, answers[key], in_place=applies(definition, definition.question(key), values))
        for key, value in values.items()
    )


def _reading(key: str, value: Value | None, given: object, *, in_place: bool) -> Reading:
    if value is None:
        return Reading.empty(key)
    raw = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    if in_place:
        return Reading(key, value, raw, AnswerState.READ)
    return Reading(key, value, raw, AnswerState.UNCERTAIN, doubt=Doubt.NOT_ASKED)
