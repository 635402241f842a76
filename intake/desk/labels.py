"""A stored value → what a person reads: labels, not keys."""

from __future__ import annotations

from intake.desk.language import _
from models.definition import Choice, Choices, Definition, Question, Scale

LANGUAGE = "nl"
"""What staff read. A consultation without Dutch is shown in its first language."""


def asked(definition: Definition | None, question: Question) -> str:
    """The question's text; for the implicit statement, what it is."""
    if definition is None or not question.ask:
        return _("Wat deze inwoner zegt of schrijft")
    return definition.text(question.ask, LANGUAGE)


def in_words(definition: Definition | None, question: Question, value: object, language: str = LANGUAGE) -> str:
    """A value of `question` in words; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nee")
    if isinstance(value, list):
        return ", ".join(_label(definition, question, one, language) for one in value)
    if isinstance(question, Scale):
        return _("{value} (van {low} tot {high})", value=value, low=question.lowest, high=question.highest)
    return _label(definition, question, value, language)


def _label(definition: Definition | None, question: Question, value: object, language: str) -> str:
    if definition is not None and isinstance(question, Choice | Choices):
        for option in question.options:
            if option.key == value:
                return definition.text(option.label, language)
    return str(value)


def condition_in_words(definition: Definition, question: Question, language: str = LANGUAGE) -> str | None:
    """When a question applies; None if it always does."""
    if question.ask_if is None:
        return None
    earlier = definition.question(question.ask_if.question)
    values = _(" of ").join(
        in_words(definition, earlier, value, language) if not isinstance(earlier, Scale) else str(value)
        for value in question.ask_if.any_of
    )
    asked_before = definition.text(earlier.ask, language)
    return _("Alleen als het antwoord op “{question}” is: {values}.", question=asked_before, values=values)
