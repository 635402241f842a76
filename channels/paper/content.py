"""What a form says, question by question, as plain data for the template."""

from __future__ import annotations

import re
from dataclasses import dataclass

from channels.paper.directions import Directions
from channels.paper.texts import RIGHT_TO_LEFT, PaperTexts, texts
from channels.printed.layout import CONTACT
from models.definition import Choice, Choices, Definition, Number, OpenText, Postcode, Scale, Text, YesNo

TWO_COLUMNS_FROM = 9
"""More options than this, all of labels short enough, stand in two columns."""

TALL_FROM = 24
"""Rows of options from which a question may run over to the next page."""

_ISOLATED = "\u2066{}\u2069"
"""Unicode's left-to-right isolate (UAX 9): what is inside keeps its own order and punctuation."""

_RIGHT_TO_LEFT_LETTER = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Print:
    """Which of its printed shapes a form takes.

    `large` is print of 18 points instead of 12, with larger boxes. `longest_box` counts the lines of a write box that
    fit on one page with the question above it; longer ones go on on the next page. `column` is the longest label, in
    characters, of options in two columns.
    """

    large: bool
    longest_box: int
    column: int


NORMAL = Print(large=False, longest_box=22, column=26)
LARGE = Print(large=True, longest_box=13, column=14)


def form_content(
    definition: Definition, language: str, shape: Print = NORMAL, *, personal: bool = False, fillable: bool = False
) -> dict[str, object]:
    """Everything the template prints. `personal` leaves room for a participation code; `fillable` makes the boxes
    places that can be filled in on screen."""
    return _Content(definition, language, shape).all(personal=personal, fillable=fillable)


def isolated(text: str) -> str:
    """Text that keeps its own order on a right-to-left page."""
    return _ISOLATED.format(text)


class _Content:
    """One form in one language."""

    def __init__(self, definition: Definition, language: str, shape: Print) -> None:
        self.definition = definition
        self.language = language
        self.shape = shape
        self.words = texts(language)
        self.rtl = language in RIGHT_TO_LEFT
        self.directions = Directions(definition, self.words, self.said)

    def all(self, *, personal: bool, fillable: bool) -> dict[str, object]:
        definition, words = self.definition, self.words
        closes = words.return_by.format(date=words.day(definition.closes))
        address = definition.return_address
        how = (words.how_tick, words.how_undo, words.how_write, words.how_skip)
        return {
            "language": self.language,
            "direction": "rtl" if self.rtl else "ltr",
            "large": self.shape.large,
            "title": self.said(definition.title),
            "intro": self.said(definition.intro) if definition.intro else "",
            "number": words.number.format(code=definition.code),
            "how": [*how, words.more_space.format(code=definition.code)],
            "words": words.model_dump(),
            "questions": [self.question(at) for at in range(len(definition.questions))],
            "contact": CONTACT if definition.contact == "optional" else None,
            "privacy": self.said(definition.privacy.notice),
            "return": f"{words.return_to if address else words.return_here} {closes}",
            "address": list(address),
            "personal": personal,
            "fillable": fillable,
        }

    def said(self, text: Text) -> str:
        """A text of the consultation; one that was not translated keeps its order on a right-to-left page."""
        own = self.definition.text(text, self.language)
        return isolated(own) if self.rtl and own and not _RIGHT_TO_LEFT_LETTER.search(own) else own

    def question(self, at: int) -> dict[str, object]:
        question, words = self.definition.questions[at], self.words
        item: dict[str, object] = {
            "key": question.key,
            "number": at + 1,
            "ask": self.said(question.ask),
            "type": question.type,
            "hint": None,
            "tall": False,
            "condition": self.directions.condition(question),
            "directions": self.directions.below(at),
        }
        match question:
            case Choice() | Choices():
                options = [
                    self.option(at, n, option.key, self.said(option.label), option.key)
                    for n, option in enumerate(question.options, start=1)
                ]
                short = all(len(str(o["label"])) + len(str(o["then"] or "")) <= self.shape.column for o in options)
                columns = 2 if len(options) >= TWO_COLUMNS_FROM and short else 1
                item |= {"options": options, "columns": columns, "tall": len(options) / columns >= TALL_FROM}
                item["hint"] = words.pick_one if isinstance(question, Choice) else _how_many(question, words)
            case YesNo():
                answers = ((1, "yes", words.yes, True), (2, "no", words.no, False))
                item |= {"columns": 1, "options": [self.option(at, *answer) for answer in answers]}
            case Scale():
                item |= {
                    "options": [{"key": str(step)} for step in question.steps],
                    "low": self.said(question.low) if question.low else "",
                    "high": self.said(question.high) if question.high else "",
                    "hint": words.pick_one,
                }
            case Number():
                item |= {"type": "comb", "cells": question.width, "hint": words.comb_digits}
            case Postcode():
                hint = words.comb_digits if question.digits == 4 else words.comb_characters
                item |= {"type": "comb", "cells": question.digits, "hint": hint}
            case OpenText():
                item |= {"parts": self.parts(question.lines), "continued": words.continued.format(number=at + 1)}
                item["hint"] = words.write_here
        return item

    def option(self, at: int, number: int, key: str, label: str, value: bool | str) -> dict[str, object]:
        then = self.directions.beside(at, value)
        return {"key": key, "number": str(number), "label": label, "then": then}

    def parts(self, lines: int) -> list[int]:
        """How many lines stand in each box of one open question."""
        full, rest = divmod(lines, self.shape.longest_box)
        return [self.shape.longest_box] * full + ([rest] if rest else [])


def _how_many(question: Choices, words: PaperTexts) -> str:
    return words.pick_any if question.most >= len(question.options) else words.pick_most.format(most=question.most)
