"""Which questions apply, given what was answered."""

from __future__ import annotations

from collections.abc import Mapping

from models.definition import Definition, Question
from models.reading import Value


def applies(definition: Definition, question: Question, values: Mapping[str, Value | None]) -> bool:
    """Whether `question` applies: its `ask_if` names a question that applied, was answered, and has a listed value.

    `values` maps question keys to normalized values; a missing key or None is an unanswered question. For `choices`
    any chosen option that is listed will do.
    """
    condition = question.ask_if
    if condition is None:
        return True
    earlier = definition.question(condition.question)
    if not applies(definition, earlier, values):
        return False
    value = values.get(earlier.key)
    if value is None:
        return False
    if isinstance(value, list):
        return any(chosen in condition.any_of for chosen in value)
    return any(value == wanted and type(value) is type(wanted) for wanted in condition.any_of)


def applicable(definition: Definition, values: Mapping[str, Value | None]) -> list[Question]:
    """The questions that apply, in definition order."""
    return [question for question in definition.questions if applies(definition, question, values)]
