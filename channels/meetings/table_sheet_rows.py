"""The boxes of one page of a table's sheet → contributions. What a machine cannot know for sure goes to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from channels.meetings.table_sheet_content import asked_in_words, counted
from channels.printed.habit import Habit
from channels.printed.layout import Box
from channels.printed.observing import COMB_THRESHOLD, MARK_THRESHOLD, Observed
from channels.understanding import Medium, Understood, understand
from models.conditions import applies
from models.definition import STATEMENT, Choices, Definition, OpenText, Question, Scale, YesNo
from models.errors import Rejected
from models.normalization import normalize
from models.reading import OnPage, Reading, Value
from models.vocabulary import AnswerState, Doubt
from scans.combs import ReadComb
from scans.glyphs import DIGITS
from scans.handwriting import Handwriting
from scans.marks import ReadMark

TABLE, ROW = "@table", "@"
"""Question keys of boxes that are no answer: the table's number, and what belongs to a row."""

LABEL_WIDTH = 60.0
"""mm left of the count of a choice, in which stands what it counts."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was written in a comb; None if nothing was. Not `sure`: a person has to look."""

    value: int | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class OnSheet:
    """One contribution. `place` names its row (`3`), or the question and the answer that were counted (`2.1`)."""

    place: str
    reading: Reading
    supporters: int


@dataclass(frozen=True, slots=True)
class PageRows:
    """What is on one page, from top to bottom, and the number of the table that filled it in."""

    table: Number
    rows: tuple[OnSheet, ...]


def alphabets(box: Box) -> list[str]:
    """Which characters each cell of a comb may hold."""
    return [DIGITS] * (box.cells or 1)


def page_rows(definition: Definition, language: str, observed: Sequence[Observed]) -> PageRows:
    """All contributions on one page; a row without a stroke is none.

    Words are always a proposal. A choice that was counted needs no person if its number is clear.
    """
    parts: dict[str, list[Observed]] = {}
    for one in observed:
        parts.setdefault(one.box.question, []).append(one)
    table = number_in(parts.pop(TABLE, []))
    rows = {key: boxes for key, boxes in parts.items() if key.startswith(ROW)}
    habit = Habit([_marks(boxes) for boxes in rows.values()])
    found = [_row(definition, language, key, boxes, habit) for key, boxes in rows.items()]
    for number, question in counted(definition):
        for nth, one in enumerate(parts.get(question.key, []), start=1):
            found.append(_counted(definition, question, one, f"{number}.{nth}"))
    there = [one for one in found if one is not None]
    return PageRows(table, tuple(there if table.sure else (_doubted(one) for one in there)))


def number_in(boxes: Sequence[Observed]) -> Number:
    comb = next((one.seen for one in boxes if isinstance(one.seen, ReadComb)), None)
    if comb is None or comb.empty:
        return Number(None)
    digits = comb.text.strip()
    if not (digits.isascii() and digits.isdigit()):
        return Number(None, sure=False)
    return Number(int(digits), sure=comb.confidence >= COMB_THRESHOLD)


def _marks(boxes: Sequence[Observed]) -> list[ReadMark]:
    return [one.seen for one in boxes if isinstance(one.seen, ReadMark)]


def _row(definition: Definition, language: str, key: str, boxes: Sequence[Observed], habit: Habit) -> OnSheet | None:
    people = number_in([one for one in boxes if one.box.kind == "comb"])
    question, sure = _question(definition, boxes, habit)
    written = next((one.seen for one in boxes if isinstance(one.seen, Handwriting)), None)
    if written is None and people == Number(None) and (question is STATEMENT or not sure):
        return None
    reading = _words(definition, language, question, written, around(boxes))
    row = OnSheet(key.removeprefix(ROW), reading, people.value or 1)
    return row if sure and people.sure and people.value != 0 else _doubted(row)


def _question(definition: Definition, boxes: Sequence[Observed], habit: Habit) -> tuple[Question, bool]:
    """Which question it belongs to, and whether that is sure. None ticked: it is a statement of its own."""
    ticks = [(one, one.seen) for one in boxes if isinstance(one.seen, ReadMark)]
    means = habit.sort([mark for _, mark in ticks])
    keys = [one.box.option or "" for one, _ in ticks]
    questions = {question.key: question for _, question in asked_in_words(definition)}
    candidates = [*means.chosen, *means.unsure]
    chosen = questions[keys[candidates[0]]] if candidates else STATEMENT
    clear = len(means.chosen) <= 1 and not means.unsure
    return chosen, clear and all(ticks[at][1].confidence >= MARK_THRESHOLD for at in means.chosen)


def _words(
    definition: Definition, language: str, question: Question, written: Handwriting | None, where: OnPage
) -> Reading:
    if written is None or written.text is None:
        confidence = round(written.confidence, 3) if written else 0.0
        doubt = Doubt.UNREADABLE
        return Reading(question.key, None, None, AnswerState.ILLEGIBLE, confidence, where=where, doubt=doubt)
    value = value_of(definition, language, question, written.text)
    confidence = round(written.confidence, 3)
    if value is None:
        state, doubt = AnswerState.ILLEGIBLE, Doubt.NO_ANSWER
        return Reading(question.key, None, written.text, state, confidence, where=where, doubt=doubt)
    state, doubt = AnswerState.UNCERTAIN, Doubt.TEXT
    return Reading(question.key, value, written.text, state, confidence, where=where, doubt=doubt)


def value_of(definition: Definition, language: str, question: Question, text: str) -> Value | None:
    """What words in a row say as an answer to `question`; None if they are none."""
    try:
        if isinstance(question, OpenText):
            return normalize(question, text) or None
    except Rejected:
        return None
    outcome = understand(definition, question, text, language=language, medium=Medium.CELL)
    return outcome.value if isinstance(outcome, Understood) else None


def _counted(definition: Definition, question: Question, one: Observed, place: str) -> OnSheet | None:
    """How many people chose an answer; a clear 0 says that nobody did."""
    people = number_in([one])
    if people.sure and not people.value:
        return None
    comb = one.seen
    confidence = round(comb.confidence, 3) if isinstance(comb, ReadComb) else 0.0
    value = normalize(question, _chosen(question, one.box.option or ""))
    box = one.box
    left = max(0.0, round(box.x - LABEL_WIDTH, 2))
    where = replace(one.where, x=left, w=round(box.x + box.w - left, 2))
    raw = comb.text if isinstance(comb, ReadComb) else None
    reading = Reading(question.key, value, raw, AnswerState.READ, confidence, where=where)
    if not applies(definition, question, {}):
        reading = replace(reading, state=AnswerState.UNCERTAIN, doubt=Doubt.NOT_ASKED)
    row = OnSheet(place, reading, people.value or 1)
    return row if people.sure else _doubted(row)


def _chosen(question: Question, option: str) -> object:
    match question:
        case Choices():
            return [option]
        case Scale():
            return int(option)
        case YesNo():
            return option == "yes"
        case _:
            return option


def _doubted(row: OnSheet) -> OnSheet:
    """A person has to look at what stands beside it, too."""
    state = AnswerState.ILLEGIBLE if row.reading.value is None else AnswerState.UNCERTAIN
    confidence = min(row.reading.confidence or 0.0, 0.5)
    return replace(row, reading=replace(row.reading, state=state, doubt=Doubt.BESIDE, confidence=confidence))


def around(boxes: Sequence[Observed]) -> OnPage:
    """All of a row: whoever looks at the words sees the number of people and the question as well."""
    places = [one.where for one in boxes]
    left, top = min(p.x for p in places), min(p.y for p in places)
    right, bottom = max(p.x + p.w for p in places), max(p.y + p.h for p in places)
    return OnPage(places[0].page, left, top, round(right - left, 2), round(bottom - top, 2))
