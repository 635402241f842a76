"""A consultation as it was filled in with somebody: what the form says, what is wrong, what was passed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from intake.desk import labels
from intake.desk.fields import given_value, problem_in_words, skipped
from intake.desk.language import _
from models.conditions import applies
from models.definition import Definition, Question, YesNo
from models.errors import Rejected
from models.normalization import normalize
from models.reading import Value

ENTRY, LANGUAGE, CODE, NO_CODE = "form-entry", "form-language", "form-code", "form-no-code"
NOTICE = "form-notice"
"""Fields of the form itself. No question can be called so: its key has no hyphen."""
ASKED = "form-asked"
"""The questions that were asked once more: left empty again, they are empty."""


@dataclass(slots=True)
class Filled:
    """A form as it was filled in: what it says, what is wrong, and which questions were passed over."""

    answers: dict[str, object] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    passed_over: list[str] = field(default_factory=list)
    code: str | None = None
    values: dict[str, Value | None] = field(default_factory=dict)
    """As they are compared with conditions: None where nothing valid was given."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page shows it, in the resident's language.

    :ivar needs: the question on which it depends, and `any_of` what a form sends for the values with which it is asked.
    """

    number: int
    question: Question
    ask: str
    condition: str | None
    needs: str | None
    any_of: tuple[str, ...]


def asked_questions(definition: Definition, language: str) -> Iterator[Asked]:
    """Every question in order, with the number by which staff find it."""
    for number, question in enumerate(definition.questions, 1):
        condition = question.ask_if
        earlier = definition.question(condition.question) if condition else None
        yield Asked(
            number,
            question,
            definition.text(question.ask, language),
            labels.condition_in_words(definition, question, language),
            earlier.key if earlier else None,
            tuple(_sent(earlier, value) for value in condition.any_of) if earlier and condition else (),
        )


def _sent(question: Question, value: object) -> str:
    if isinstance(question, YesNo):
        return "yes" if value else "no"
    return str(value)


def filled_in(definition: Definition, form: MultiDict[str, str]) -> Filled:
    """What a form says. An answer whose condition does not hold is a problem: the person at the desk can mend it."""
    filled = Filled()
    values = filled.values
    for question in definition.questions:
        try:
            value = values[question.key] = normalize(question, given_value(question, form, question.key))
        except Rejected as refused:
            filled.problems[question.key] = problem_in_words(question, refused)
            values[question.key] = None
            continue
        in_place = applies(definition, question, values)
        if value is not None and not in_place:
            filled.problems[question.key] = _not_asked(definition, question)
        elif value is not None or skipped(question, form, question.key):
            filled.answers[question.key] = value
        elif question.required and in_place:
            filled.passed_over.append(question.key)
    return filled


def _not_asked(definition: Definition, question: Question) -> str:
    condition = labels.condition_in_words(definition, question)
    return _(
        "Deze vraag hoort er niet bij. {condition} Maak dit antwoord leeg, of verander het andere.", condition=condition
    )
