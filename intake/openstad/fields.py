"""How OpenStad's enquêtes write an answer, and how ours is written as one: the same words as the website's own form.

Observed of its form: a choice is the text of the option, several are a JSON list of such texts in one string, a scale
and a number are digits, all else is plain text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from channels.understanding.dispatch import understand
from channels.understanding.folding import fold
from channels.understanding.outcome import Medium, Skipped, Understood
from intake.deliveries.target import Item
from models.definition import Choice, Choices, Definition, Question, YesNo
from models.reading import Reading, Value
from models.vocabulary import AnswerState, Doubt

REFERENCE = "externalRef"
"""The field in which our reference travels."""

YES_NO = {True: "Ja", False: "Nee"}


def submitted_data(item: Item) -> dict[str, str]:
    """A submission as the enquête's own form would send it, with our reference."""
    fields = {key: as_text(item.definition, key, value) for key, value in item.values.items()}
    return {**fields, **item.texts, REFERENCE: item.reference}


def as_text(definition: Definition, key: str, value: Value) -> str:
    """One normalized answer in the words of an enquête."""
    question = definition.question(key)
    if isinstance(question, Choice | Choices):
        labels = {option.key: label_of(definition, option.label) for option in question.options}
        if isinstance(value, list):
            return json.dumps([labels.get(one, one) for one in value], ensure_ascii=False)
        return labels.get(str(value), str(value))
    if isinstance(value, bool):
        return YES_NO[value]
    return str(value)


def label_of(definition: Definition, label: Mapping[str, str]) -> str:
    return definition.text(dict(label), definition.first_language)


def readings_of(definition: Definition, fields: Mapping[str, object]) -> tuple[Reading, ...]:
    """The answers in what an enquête was filled in with; what cannot be placed waits for a person."""
    found = []
    for question in definition.questions:
        given = fields.get(question.key)
        if given is not None:
            found.append(_reading(definition, question, given if isinstance(given, str) else json.dumps(given)))
    return tuple(found)


def _reading(definition: Definition, question: Question, given: str) -> Reading:
    if not given.strip() or given.strip() == "[]":
        return Reading.empty(question.key)
    if isinstance(question, Choice | Choices) and (keys := _keys(definition, question, given)) is not None:
        if isinstance(question, Choice):
            return Reading(question.key, keys[0], given, AnswerState.READ, 1.0)
        if len(keys) <= question.most:
            return Reading(question.key, keys, given, AnswerState.READ, 1.0)
        return Reading(question.key, keys, given, AnswerState.UNCERTAIN, 0.0, doubt=Doubt.SEVERAL_MARKS)
    if isinstance(question, YesNo) and given in YES_NO.values():
        return Reading(question.key, given == YES_NO[True], given, AnswerState.READ, 1.0)
    outcome = understand(definition, question, given, language=definition.first_language, medium=Medium.CELL)
    if isinstance(outcome, Understood):
        return Reading(question.key, outcome.value, given, AnswerState.READ, outcome.confidence)
    if isinstance(outcome, Skipped):
        return Reading.empty(question.key, given)
    return Reading(question.key, None, given, AnswerState.UNCERTAIN, 0.0, doubt=Doubt.NO_ANSWER)


def _keys(definition: Definition, question: Choice | Choices, given: str) -> list[str] | None:
    """Option keys, in definition order, where the words are those of options; None where any is not."""
    named = {fold(label): option.key for option in question.options for label in option.label.values()}
    chosen = [named.get(fold(one)) for one in _listed(given)]
    if not chosen or None in chosen or (isinstance(question, Choice) and len(chosen) > 1):
        return None
    return [option.key for option in question.options if option.key in chosen]


def _listed(given: str) -> list[str]:
    if given.startswith("["):
        try:
            listed = json.loads(given)
        except ValueError:
            return [given]
        if isinstance(listed, list):
            return [str(one) for one in listed]
    return [given]
