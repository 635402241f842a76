"""What a form says, question by question, as plain data for the template."""

from __future__ import annotations

from collections.abc import Sequence

from channels.paper.layout import CONTACT
from channels.paper.texts import RIGHT_TO_LEFT, PaperTexts, texts
from models.definition import Choice, Choices, Definition, Number, OpenText, Postcode, Question, Scale, YesNo

LONGEST_BOX = 22
"""Lines of a write box that fit on one page with the question above it. Longer ones go on on the next page."""

TWO_COLUMNS_FROM = 9
TWO_COLUMNS_WIDTH = 26
"""More options than this, all of labels shorter than this, stand in two columns."""

TALL_FROM = 24
"""Rows of options from which a question may run over to the next page."""


def form_content(
    definition: Definition, language: str, *, address: Sequence[str] = (), personal: bool = False
) -> dict[str, object]:
    """Everything the template prints. `address` is where the form goes, a line each; `personal` leaves room for a
    participation code."""
    words = texts(language)
    closes = words.return_by.format(date=words.day(definition.closes))
    return {
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "title": definition.text(definition.title, language),
        "intro": definition.text(definition.intro, language) if definition.intro else "",
        "number": words.number.format(code=definition.code),
        "words": words.model_dump(),
        "questions": [_question(definition, at, language, words) for at in range(len(definition.questions))],
        "contact": CONTACT if definition.contact == "optional" else None,
        "privacy": definition.text(definition.privacy.notice, language),
        "return": f"{words.return_to if address else words.return_here} {closes}",
        "address": list(address),
        "personal": personal,
    }


def _question(definition: Definition, at: int, language: str, words: PaperTexts) -> dict[str, object]:
    question = definition.questions[at]
    item: dict[str, object] = {
        "key": question.key,
        "number": at + 1,
        "ask": definition.text(question.ask, language),
        "type": question.type,
        "hint": None,
        "tall": False,
        "condition": _condition(definition, question, language, words),
    }
    match question:
        case Choice() | Choices():
            options = [
                {
                    "key": option.key,
                    "number": str(n),
                    "label": definition.text(option.label, language),
                    "then": _then(definition, at, option.key, words),
                }
                for n, option in enumerate(question.options, start=1)
            ]
            short = all(len(str(o["label"])) + len(str(o["then"] or "")) <= TWO_COLUMNS_WIDTH for o in options)
            columns = 2 if len(options) >= TWO_COLUMNS_FROM and short else 1
            item |= {"options": options, "columns": columns, "tall": len(options) / columns >= TALL_FROM}
            item["hint"] = words.pick_one if isinstance(question, Choice) else _how_many(question, words)
        case YesNo():
            item |= {
                "columns": 1,
                "options": [
                    {"key": key, "number": str(n), "label": label, "then": _then(definition, at, value, words)}
                    for n, key, label, value in ((1, "yes", words.yes, True), (2, "no", words.no, False))
                ],
            }
        case Scale():
            item |= {
                "options": [{"key": str(step)} for step in question.steps],
                "low": definition.text(question.low, language) if question.low else "",
                "high": definition.text(question.high, language) if question.high else "",
                "hint": words.pick_one,
            }
        case Number():
            item |= {"type": "comb", "cells": question.width, "hint": words.comb_digits}
        case Postcode():
            hint = words.comb_digits if question.digits == 4 else words.comb_characters
            item |= {"type": "comb", "cells": question.digits, "hint": hint}
        case OpenText():
            item |= {"parts": _parts(question.lines), "continued": words.continued.format(number=at + 1)}
            item["hint"] = words.write_here
    return item


def _how_many(question: Choices, words: PaperTexts) -> str:
    return words.pick_any if question.most >= len(question.options) else words.pick_most.format(most=question.most)


def _parts(lines: int) -> list[int]:
    """How many lines stand in each box of one open question."""
    full, rest = divmod(lines, LONGEST_BOX)
    return [LONGEST_BOX] * full + ([rest] if rest else [])


def _condition(definition: Definition, question: Question, language: str, words: PaperTexts) -> str | None:
    if question.ask_if is None:
        return None
    numbers = [q.key for q in definition.questions]
    earlier = definition.question(question.ask_if.question)
    answers = [_answer(definition, earlier, value, language, words) for value in question.ask_if.any_of]
    listed = answers[-1] if len(answers) == 1 else f"{', '.join(answers[:-1])} {words.or_} {answers[-1]}"
    return words.only_if.format(number=numbers.index(earlier.key) + 1, answers=listed)


def _answer(
    definition: Definition, question: Question, value: bool | int | str, language: str, words: PaperTexts
) -> str:
    """How an answer is called on paper: its printed number and its words."""
    if isinstance(question, Choice | Choices):
        for n, option in enumerate(question.options, start=1):
            if option.key == value:
                return f"{n} {definition.text(option.label, language)}"
    if isinstance(value, bool):
        return words.yes if value else words.no
    return str(value)


def _then(definition: Definition, at: int, value: bool | str, words: PaperTexts) -> str | None:
    """Where to go on after this answer, if it is not the next question.

    Only for conditions on this very question; deeper ones are told above the question that they guard. Several
    options may be ticked in `choices`, so those direct nobody.
    """
    question = definition.questions[at]
    if isinstance(question, Choices):
        return None
    following = definition.questions[at + 1 :]
    skipped = 0
    for later in following:
        condition = later.ask_if
        if condition is None or condition.question != question.key:
            break
        if any(value == wanted and type(value) is type(wanted) for wanted in condition.any_of):
            break
        skipped += 1
    if not skipped:
        return None
    if skipped == len(following):
        return words.go_on
    return words.go_to.format(number=at + skipped + 2)
